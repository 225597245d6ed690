package io.malmoi.models;

import io.malmoi.torchscript.Value;
import java.util.List;

/** Blocks that oneDNN's kernels read one after the other. Any number of rows can be multiplied by them. */
record OneDnnPacking(Arithmetic unpacked) implements Packing {
    /** oneDNN chooses blocks for a number of rows, but they do as well for others. */
    private static final int ROWS = 16;

    @Override
    public int parts() {
        return 1;
    }

    @Override
    public List<Value> pack(Value weight) {
        return List.of(weight.op("contiguous").op("ops.mkldnn._reorder_linear_weight", ROWS));
    }

    @Override
    public List<Value> rows(Value x) {
        return List.of(x);
    }

    @Override
    public Value linear(List<Value> rows, List<Value> kept, Value bias) {
        return unpacked.linear(rows.get(0), kept.get(0), bias);
    }
}
