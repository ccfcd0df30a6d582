"""What nbconvert does with the notebook while the site is built; it reads this by its name."""

import os

c = get_config()  # noqa: F821 -- what nbconvert defines for this file
c.HTMLExporter.default_preprocessors = [
    "nbconvert.preprocessors.ExecutePreprocessor",
    "as_page.AsPage",
]
if os.name == "posix":
    c.KernelManager.transport = "ipc"  # no open port, and no warning about one
