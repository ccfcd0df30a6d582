"""The package has one public face: what it exports is documented, typed and all there is."""

import dataclasses
import doctest
import inspect
import subprocess
import sys
from importlib import resources

import pytest

import backprop

EXPORTED = [
    "ACTIVATIONS",
    "LOSSES",
    "Activation",
    "Backward",
    "Forward",
    "GradientCheck",
    "History",
    "Layer",
    "Loss",
    "Network",
    "Step",
    "backward",
    "forward",
    "gradient_check",
    "step",
    "train",
    "update",
]
CALLABLE = [name for name in EXPORTED if not name.isupper()]


def test_the_face_is_exactly_this() -> None:
    assert backprop.__all__ == EXPORTED


@pytest.mark.parametrize("name", CALLABLE)
def test_each_exported_name_has_a_docstring_and_whole_types(name: str) -> None:
    thing = getattr(backprop, name)
    assert len((inspect.getdoc(thing) or "").split()) >= 5
    signature = inspect.signature(thing)
    for parameter in signature.parameters.values():
        assert parameter.annotation is not inspect.Parameter.empty


@pytest.mark.parametrize(
    "name", ["backward", "forward", "gradient_check", "step", "train", "update", "Layer", "Network"]
)
def test_what_takes_input_says_what_it_refuses(name: str) -> None:
    assert "Raises ValueError" in (inspect.getdoc(getattr(backprop, name)) or "")


@pytest.mark.parametrize(
    "record",
    [getattr(backprop, name) for name in EXPORTED if inspect.isclass(getattr(backprop, name))],
)
def test_each_field_of_a_record_stands_beside_its_docstring(record: type) -> None:
    lines = [line.strip() for line in inspect.getsource(record).splitlines()]
    for field in dataclasses.fields(record):
        place = next(i for i, line in enumerate(lines) if line.startswith(f"{field.name}: "))
        assert lines[place + 1].startswith('"""'), field.name


def test_registries_are_named_by_what_they_hold_and_cannot_be_changed() -> None:
    assert sorted(backprop.ACTIVATIONS) == ["identity", "relu", "sigmoid", "softmax", "tanh"]
    assert sorted(backprop.LOSSES) == [
        "binary_cross_entropy",
        "half_squared_error",
        "mean_squared_error",
        "softmax_cross_entropy",
    ]
    for registry in (backprop.ACTIVATIONS, backprop.LOSSES):
        for name, entry in registry.items():
            assert entry.name == name
            assert inspect.getdoc(entry.function)
            assert inspect.getdoc(entry.derivative)
            with pytest.raises(dataclasses.FrozenInstanceError):
                entry.name = "mine"  # type: ignore[misc]
        with pytest.raises(TypeError):
            registry["mine"] = None  # type: ignore[index]


def test_the_example_in_the_docstring_is_true() -> None:
    results = doctest.testmod(backprop)
    assert results.attempted >= 4
    assert results.failed == 0


def test_types_are_published() -> None:
    assert resources.files("backprop").joinpath("py.typed").is_file()


def test_the_package_imports_numpy_and_the_standard_library_only() -> None:
    program = (
        "import sys, numpy; before = set(sys.modules); import backprop;"
        "print(*{name.split('.')[0] for name in set(sys.modules) - before})"
    )
    run = subprocess.run(  # noqa: S603 -- this interpreter, and the program above
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert set(run.stdout.split()) <= {"backprop", "numpy", *sys.stdlib_module_names}
