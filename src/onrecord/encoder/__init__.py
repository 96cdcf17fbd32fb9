"""The one neural engine: words -> pieces -> windows -> vectors -> heads, with ONNX Runtime on the CPU."""
