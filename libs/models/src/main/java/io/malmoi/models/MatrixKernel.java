package io.malmoi.models;

/** Libraries that can multiply float32 matrices; which one is faster depends on the processor, and they round differently. */
public enum MatrixKernel {
    /** What PyTorch takes by itself: MKL on x86, Accelerate or OpenBLAS elsewhere. */
    BLAS,
    /** oneDNN. */
    ONEDNN
}
