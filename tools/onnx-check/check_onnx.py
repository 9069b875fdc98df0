"""Checks exported ONNX models: ONNX's own checker with shape inference, the domains of all nodes, and ONNX Runtime's numbers.

Reads the manifest that write-exports.js makes. Ends with code 1 if a model is refused or differs by more than the tolerance.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

TOLERANCE = 1e-5


def load(folder: Path, stored: dict) -> np.ndarray:
    return np.fromfile(folder / stored["file"], dtype=stored["dtype"]).reshape(stored["shape"])


def difference(found: np.ndarray, expected: np.ndarray) -> float:
    """The largest difference over the largest value, or over 1."""
    if found.shape != expected.shape:
        raise ValueError(f"expected shape {expected.shape}, found {found.shape}")
    return float(np.abs(found - expected).max() / max(1.0, np.abs(expected).max()))


def check(folder: Path, case: dict) -> float:
    model = onnx.load(folder / case["file"])
    onnx.checker.check_model(model, full_check=True)
    domains = {node.domain for node in model.graph.node} | {opset.domain for opset in model.opset_import}
    if domains != {""}:
        raise ValueError(f"expected operators of ONNX's own domain alone, found {domains}")
    for value in [*model.graph.input, *model.graph.output]:
        if value.type.tensor_type.shape.dim[0].dim_param != "batch":
            raise ValueError(f"{value.name} has no axis called batch")
    session = onnxruntime.InferenceSession(str(folder / case["file"]), providers=["CPUExecutionProvider"])
    worst = 0.0
    for run in case["runs"]:
        inputs = {name: load(folder, stored) for name, stored in run["inputs"].items()}
        names = list(run["outputs"])
        found = session.run(names, inputs)
        for name, own in zip(names, found):
            worst = max(worst, difference(own, load(folder, run["outputs"][name])))
    if not worst <= TOLERANCE:
        raise ValueError(f"expected numbers equal to {TOLERANCE}, found a difference of {worst}")
    return worst


def main() -> int:
    folder = Path(sys.argv[1])
    cases = json.loads((folder / "manifest.json").read_text())
    failed, worst = 0, 0.0
    for case in cases:
        try:
            worst = max(worst, check(folder, case))
        except Exception as error:  # Every model is judged, whatever is wrong with another.
            failed += 1
            print(f"{case['file']}: {error}")
    print(
        f"{len(cases) - failed} of {len(cases)} models pass onnx {onnx.__version__} (full check) and run in "
        f"onnxruntime {onnxruntime.__version__} at 1 and 7 rows; largest difference {worst:.1e}"
    )
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
