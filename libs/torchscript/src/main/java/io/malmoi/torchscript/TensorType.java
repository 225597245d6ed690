package io.malmoi.torchscript;

/** Element types of tensors, with what PyTorch calls them in each of its tongues. */
public enum TensorType {
    UINT8("ByteStorage", 0, 1),
    INT8("CharStorage", 1, 1),
    INT32("IntStorage", 3, 4),
    INT64("LongStorage", 4, 8),
    FLOAT16("HalfStorage", 5, 2),
    FLOAT32("FloatStorage", 6, 4),
    BFLOAT16("BFloat16Storage", 15, 2);

    private final String storage;
    private final int scalarType;
    private final int bytes;

    TensorType(String storage, int scalarType, int bytes) {
        this.storage = storage;
        this.scalarType = scalarType;
        this.bytes = bytes;
    }

    /** Name of the storage class in pickled archives. */
    String storage() {
        return storage;
    }

    /** The number by which operators name the type ({@code c10::ScalarType}). */
    public int scalarType() {
        return scalarType;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }
}
