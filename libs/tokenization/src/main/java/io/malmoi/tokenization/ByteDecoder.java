package io.malmoi.tokenization;

import io.malmoi.tokenization.definition.SpecialTokens;
import io.malmoi.tokenization.text.Utf8;
import java.util.Arrays;

/** Decodes tokens that spell bytes. */
final class ByteDecoder implements StreamingDecoder {
    private final byte[][] bytes;
    private final SpecialTokens skipped;
    private byte[] held = {};

    ByteDecoder(byte[][] bytes, SpecialTokens skipped) {
        this.bytes = bytes;
        this.skipped = skipped;
    }

    @Override
    public String next(int id) {
        Ids.check(id, bytes.length);
        if (skipped.contains(id)) {
            return "";
        }
        byte[] more = bytes[id];
        byte[] all = Arrays.copyOf(held, held.length + more.length);
        System.arraycopy(more, 0, all, held.length, more.length);
        int whole = all.length - Utf8.unfinished(all, all.length);
        held = Arrays.copyOfRange(all, whole, all.length);
        return Utf8.decodeLossy(all, whole);
    }

    @Override
    public String flush() {
        String rest = Utf8.decodeLossy(held, held.length);
        held = new byte[0];
        return rest;
    }
}
