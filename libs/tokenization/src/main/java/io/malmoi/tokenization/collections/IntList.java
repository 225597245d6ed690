package io.malmoi.tokenization.collections;

import java.util.Arrays;

/** A growing array of ints. */
public final class IntList {
    private static final int LONG = 1 << 10;
    private static final int FEW = 4;

    private int[] values;
    private int size;

    public IntList(int capacity) {
        values = new int[capacity];
    }

    public void add(int value) {
        ensure(1);
        values[size++] = value;
    }

    public void addAll(IntList more) {
        addRange(more.values, 0, more.size);
    }

    public void addRange(int[] more, int from, int count) {
        ensure(count);
        System.arraycopy(more, from, values, size, count);
        size += count;
    }

    private void ensure(int more) {
        if (more > values.length - size) {
            long grown = Math.max((long) size + more, values.length + (long) (values.length >> 1));
            values = Arrays.copyOf(values, (int) Math.min(grown, Integer.MAX_VALUE - 8));
        }
    }

    public int get(int index) {
        return values[index];
    }

    public int size() {
        return size;
    }

    public void clear() {
        size = 0;
    }

    public int[] toArray() {
        return Arrays.copyOf(values, size);
    }

    /** The numbers, which are then gone from here, with the memory of a long list. */
    public int[] take() {
        int[] taken = toArray();
        clear();
        if (values.length > LONG) {
            values = new int[FEW];
        }
        return taken;
    }
}
