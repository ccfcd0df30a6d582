# ---
# title: Training, drawn
# description: A notebook that trains the network for a thousand steps and draws what happens.
# mathdoctest:
#   continues: walkthrough.md
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Training, drawn
#
# [What next](what-next.md) tells in numbers what happens after the first step of training. This page draws it.
#
# It is a notebook: a Python script whose comments are the text. It was run from top to bottom when this site was built, and the drawings are its output.
# [Take it with you](take-away.md#the-notebook) to run it yourself and to change it, or read [the script](training.py).

# %%
import io
import re

import matplotlib.pyplot as plt
import numpy as np

import backprop

x = np.array([1.1, 2.2])
y = np.array([3.3])
W1 = np.array([[0.2, 0.3], [0.4, 0.7]])
W2 = np.array([[0.6], [-0.1]])
eta = 0.1
network = backprop.Network((backprop.Layer(W1), backprop.Layer(W2)))
step = backprop.step(network, x, y, learning_rate=eta)

# %% [markdown]
# The next cell says how the drawings look, and has nothing to do with networks.
# A drawing becomes a piece of the page. It takes the colours of the page's text, so it can be read on light and on dark ground.

# %%
INK = "#010203"  # stands for the colour of the text, whatever that is
FIRST, SECOND = "#2f7fd0", "#d0652f"  # these stand out from white and from black
ABOVE = {"loc": "lower left", "bbox_to_anchor": (0, 1), "ncols": 2}  # clear of the lines
plt.rcParams.update(
    {
        "figure.figsize": (4.8, 3.2),
        "font.size": 11,
        "svg.fonttype": "none",  # text stays text
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "grid.alpha": 0.2,
        "lines.linewidth": 2,
        "legend.frameon": False,
        **{f"{part}.color": INK for part in ("grid", "text", "xtick", "ytick")},
        **{f"axes.{part}color": INK for part in ("edge", "label", "title")},
    }
)


class Drawing:
    """A finished figure, with a sentence for those who cannot see it. It is drawn when it is shown."""

    def __init__(self, figure, description):
        plt.close(figure)  # or the notebook would show it a second time
        self.figure = figure
        self.description = description

    def _repr_html_(self):
        file = io.StringIO()
        no_remarks = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        with plt.rc_context({"svg.hashsalt": self.description}):  # the same drawing at each run
            self.figure.savefig(
                file, format="svg", transparent=True, bbox_inches="tight", metadata=no_remarks
            )
        svg = file.getvalue().replace(INK, "currentColor")
        svg = re.sub(r' id="[\w.]+_\d+"', "", svg)  # each drawing has an axes_1
        svg = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", svg)  # as high as its width asks for
        name = f'<svg role="img" aria-label="{self.description}"'
        return svg[svg.index("<svg") :].replace("<svg", name, 1)


# %% [markdown]
# ## The loss falls to its floor
#
# A thousand steps, always with the same sample:

# %%
history = backprop.train(network, x, y, learning_rate=eta, steps=1000)
steps = np.arange(1, 1001)

figure, axes = plt.subplots()
axes.semilogx(steps, history.losses[1:], color=FIRST, label="loss")
axes.axhline(2.645, color=INK, linestyle="--", label="floor")
axes.set(xlabel="steps", ylabel="loss")
axes.legend(**ABOVE)
Drawing(figure, "The loss against the number of steps: it falls and then flattens above its floor.")

# %% [markdown]
# The horizontal axis is squeezed: from each mark to the next there are ten times as many steps.
# Almost all of the fall happens in the first hundred. Then the curve lies down on the dashed line, the floor at
#
# $$
# \frac{1}{2} \cdot (1 - y)^2 = \frac{1}{2} \cdot (1 - 3.3)^2 = 2.645
# $$
#
# After all thousand steps the loss is 2.65020<!-- = history.losses[1000] -->.
#
# ## How slowly it gets there
#
# Now only the distance to the floor, with both axes squeezed.
# On such paper a quantity that falls to a tenth with ten times the steps is a straight line. The dashed line is five divided by the number of steps.

# %%
above = history.losses[1:] - 2.645

figure, axes = plt.subplots()
axes.loglog(steps, above, color=FIRST, label="loss above its floor")
axes.loglog(steps[4:], 5 / steps[4:], color=INK, linestyle="--", label="5 / steps")
axes.set(xlabel="steps", ylabel="distance to the floor")
axes.legend(**ABOVE)
Drawing(figure, "The distance to the floor against the steps: it bends down to the line 5 / steps.")

# %% [markdown]
# | steps<!-- n --> | above the floor<!-- = above[n - 1] --> | five divided by steps<!-- = 5 / n --> |
# |--:|--:|--:|
# | 10 | 0.55843 | 0.50000 |
# | 100 | 0.05976 | 0.05000 |
# | 1000 | 0.00520 | 0.00500 |
#
# At [ten thousand steps](what-next.md#how-slow-exactly) the two agree in all five decimals.
#
# ## The weight that turns round
#
# In the second step $w_{h2}$ crosses zero, and with it $\delta_2$ changes its sign. From then on $w_{12}$, which had been falling, rises:

# %%
first = [backprop.step(history[n], x, y, learning_rate=eta) for n in range(11)]
w_h2 = [one.before.layers[1].weights[1, 0] for one in first]
delta_2 = [one.deltas[0][1] for one in first]
w_12 = [one.before.layers[0].weights[0, 1] for one in first]

figure, (upper, lower) = plt.subplots(2, 1, figsize=(4.8, 5.4), layout="constrained")
upper.plot(w_h2, color=FIRST, marker="o", label="$w_{h2}$")
upper.plot(np.multiply(10, delta_2), color=SECOND, marker="s", label="10 · $\\delta_2$")
upper.axhline(0, color=INK, linewidth=1)
lower.plot(w_12, color=FIRST, marker="o", label="$w_{12}$")
for axes in (upper, lower):
    axes.set(xlabel="steps")
    axes.legend(**ABOVE)
Drawing(figure, "One weight and a delta cross zero in opposite directions; another weight turns.")

# %% [markdown]
# The weight $w_{12}$ is smallest after two steps: 0.29881<!-- = w_12[2] -->. After ten steps it is 0.30854<!-- = w_12[10] -->.

# %%
assert min(w_12) == w_12[2]

# %% [markdown]
# ## The cure
#
# Without a sigmoid in the output node, the prediction can reach the target:

# %%
linear = backprop.Network((backprop.Layer(W1), backprop.Layer(W2, activation="identity")))
cured = backprop.train(linear, x, y, learning_rate=eta, steps=50)

figure, axes = plt.subplots()
axes.axhline(3.3, color=INK, linestyle="--", label="target")
axes.plot(cured.outputs[:, 0], color=SECOND, label="linear output")
axes.plot(history.outputs[:51, 0], color=FIRST, linestyle="-.", label="sigmoid output")
axes.set(xlabel="steps", ylabel="prediction")
axes.legend(**ABOVE)
Drawing(
    figure,
    "The prediction reaches the target with a linear output, and stays below one with a sigmoid.",
)

# %% [markdown]
# After ten steps the linear output predicts 2.84123<!-- = cured.outputs[10, 0] -->, and after fifty 3.29989<!-- = cured.outputs[50, 0] -->.
# The sigmoid has come to 0.94467<!-- = history.outputs[50, 0] --> by then.
