package io.malmoi.torchscript;

/** A value of the program being written, usually a tensor. Every method appends one line to the method it belongs to. */
public final class Value {
    private final MethodWriter method;
    private final String name;
    private final String type;

    Value(MethodWriter method, String name, String type) {
        this.method = method;
        this.name = name;
        this.type = type;
    }

    /** The method that this value belongs to. */
    public MethodWriter method() {
        return method;
    }

    /** Its TorchScript type, such as {@code Tensor} or {@code List[Tensor]}. */
    String type() {
        return type;
    }

    /** Any ATen operator with this value first; what it may be given is PyTorch's documentation of {@code torch.<operator>}. */
    public Value op(String operator, Object... rest) {
        return method.op(operator, withThis(rest));
    }

    /** An operator with this value first, run for its effect. */
    public void run(String operator, Object... rest) {
        method.run(operator, withThis(rest));
    }

    private Object[] withThis(Object... rest) {
        Object[] all = new Object[rest.length + 1];
        all[0] = this;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }

    /** Sum, element by element, broadcast. */
    public Value plus(Object other) {
        return op("add", other);
    }

    /** Product, element by element, broadcast. */
    public Value times(Object other) {
        return op("mul", other);
    }

    /** Quotient, element by element, broadcast. */
    public Value over(Object other) {
        return op("div", other);
    }

    /** Size along a dimension. */
    public Value size(int dimension) {
        return op("size", dimension);
    }

    /** What stands at one index of a dimension, which disappears. A view. */
    public Value select(int dimension, Object index) {
        return op("select", dimension, index);
    }

    /** What stands from one index up to, not including, another. A view. */
    public Value slice(int dimension, Object from, Object to) {
        return op("slice", dimension, from, to);
    }

    /** {@code length} indices of a dimension, beginning with {@code from}. A view. */
    public Value narrow(int dimension, Object from, Object length) {
        return op("narrow", dimension, from, length);
    }

    /** Dimensions {@code a} and {@code b} exchanged. A view. */
    public Value transpose(int a, int b) {
        return op("transpose", a, b);
    }

    /** A new dimension of size 1. A view. */
    public Value unsqueeze(int dimension) {
        return op("unsqueeze", dimension);
    }

    /** One dimension split into several. A view. */
    public Value unflatten(int dimension, Object... sizes) {
        return op("unflatten", dimension, sizes);
    }

    /** Dimensions {@code from} to {@code to}, both included, made one. */
    public Value flatten(int from, int to) {
        return op("flatten", from, to);
    }

    /** Converted to another element type; itself if it has that type. */
    public Value to(TensorType other) {
        return op("to", other.scalarType());
    }

    /** Without its history, so that gradients end here. */
    public Value detach() {
        return op("detach");
    }

    /** What stands at each of the {@code size} indices of a dimension, which disappears. Views. */
    public Value[] unbind(int dimension, int size) {
        return method.unpack(size, "unbind", this, dimension);
    }

    /** The device that a tensor is on. */
    public Value device() {
        return method.op("ops.prim.device", this);
    }

    /** A one-element tensor as a plain integer. */
    public Value toInt() {
        return method.line("int", "int", "int(" + name + ")");
    }

    /** Element of a list of tensors. */
    public Value get(Object index) {
        return method.line("item", "Tensor", name + "[" + index + "]");
    }

    /** Its name in the text. */
    @Override
    public String toString() {
        return name;
    }
}
