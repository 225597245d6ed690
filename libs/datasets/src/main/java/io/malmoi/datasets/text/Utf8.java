package io.malmoi.datasets.text;

/**
 * Says fast whether bytes are UTF-8 as Unicode 16 defines it in table 3-7, with an automaton whose step is one shift: a byte's row
 * holds, six bits for each state, by how far the next row is to be shifted (Per Vognsen, "Shift-based DFAs", 2021).
 */
final class Utf8 {
    // The states: what may come next. Nothing leads out of FAULT.
    private static final int START = 0;
    private static final int ONE_MORE = 6;
    private static final int TWO_MORE = 12;
    private static final int THREE_MORE = 18;
    private static final int AFTER_E0 = 24;
    private static final int AFTER_ED = 30;
    private static final int AFTER_F0 = 36;
    private static final int AFTER_F4 = 42;
    private static final int FAULT = 48;
    private static final int STATE_MASK = 63;

    private static final long[] ROWS = new long[256];

    static {
        for (int value = 0; value < ROWS.length; value++) {
            for (int state = START; state <= FAULT; state += 6) {
                ROWS[value] |= (long) next(state, value) << state;
            }
        }
    }

    private Utf8() {}

    private static int next(int state, int value) {
        return switch (state) {
            case START -> first(value);
            case ONE_MORE -> within(value, 0x80, 0xbf, START);
            case TWO_MORE -> within(value, 0x80, 0xbf, ONE_MORE);
            case THREE_MORE -> within(value, 0x80, 0xbf, TWO_MORE);
            case AFTER_E0 -> within(value, 0xa0, 0xbf, ONE_MORE);
            case AFTER_ED -> within(value, 0x80, 0x9f, ONE_MORE);
            case AFTER_F0 -> within(value, 0x90, 0xbf, TWO_MORE);
            case AFTER_F4 -> within(value, 0x80, 0x8f, TWO_MORE);
            default -> FAULT;
        };
    }

    private static int first(int value) {
        return switch (value) {
            case 0xe0 -> AFTER_E0;
            case 0xed -> AFTER_ED;
            case 0xf0 -> AFTER_F0;
            case 0xf4 -> AFTER_F4;
            default -> ofLength(value);
        };
    }

    private static int ofLength(int value) {
        if (value < 0x80) {
            return START;
        }
        if (value < 0xe0) {
            return within(value, 0xc2, 0xdf, ONE_MORE);
        }
        return value < 0xf0 ? TWO_MORE : within(value, 0xf1, 0xf3, THREE_MORE);
    }

    private static int within(int value, int lowest, int highest, int state) {
        return value >= lowest && value <= highest ? state : FAULT;
    }

    /** Whether bytes are whole characters and nothing else. */
    static boolean isValid(byte[] text, int from, int to) {
        long state = START;
        for (int at = from; at < to; at++) {
            state = ROWS[text[at] & 0xff] >>> state;
        }
        return (state & STATE_MASK) == START;
    }

    /** Bytes at the end that begin a character and do not end it. */
    static int cutOff(byte[] text, int from, int to) {
        for (int count = 1; count <= 3 && to - count >= from; count++) {
            int value = text[to - count] & 0xff;
            if (value >= 0xc0) {
                int needed = value >= 0xf0 ? 4 : value >= 0xe0 ? 3 : 2;
                return needed > count ? count : 0;
            }
            if (value < 0x80) {
                return 0;
            }
        }
        return 0;
    }
}
