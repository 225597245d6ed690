package io.malmoi.models;

import io.malmoi.torchscript.Torch;
import java.util.List;

/** Libraries that can multiply matrices; which one is faster depends on the processor, and they round differently. */
public enum MatrixKernel {
    /** What PyTorch takes by itself: MKL on x86, Accelerate or OpenBLAS elsewhere. */
    BLAS,
    /** oneDNN. */
    ONEDNN,
    /** The GPU's own. */
    CUDA;

    /** Those that this machine's device has. */
    static List<MatrixKernel> available() {
        return Torch.device().isGpu() ? List.of(CUDA) : List.of(BLAS, ONEDNN);
    }
}
