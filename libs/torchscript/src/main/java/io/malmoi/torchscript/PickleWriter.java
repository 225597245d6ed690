package io.malmoi.torchscript;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The few opcodes of Python's pickle format (protocol 2) of which TorchScript archives are made. */
final class PickleWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    PickleWriter() {
        raw(0x80, 2);
    }

    PickleWriter raw(int... opcodes) {
        for (int code : opcodes) {
            out.write(code);
        }
        return this;
    }

    PickleWriter global(String module, String name) {
        return text("c" + module + "\n" + name + "\n");
    }

    PickleWriter string(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        raw('X').little(bytes.length, 4);
        out.writeBytes(bytes);
        return this;
    }

    PickleWriter number(long value) {
        return value == (int) value ? raw('J').little(value, 4) : raw(0x8a, 8).little(value, 8);
    }

    PickleWriter truth(boolean value) {
        return raw(value ? 0x88 : 0x89);
    }

    PickleWriter tuple(List<Long> values) {
        raw('(');
        values.forEach(this::number);
        return raw('t');
    }

    byte[] end() {
        raw('.');
        return out.toByteArray();
    }

    private PickleWriter text(String ascii) {
        out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    private PickleWriter little(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >> 8 * i));
        }
        return this;
    }
}
