package io.malmoi.tokenization.model;

import io.malmoi.tokenization.text.ByteSpelling;
import io.malmoi.tokenization.text.InvalidTextException;
import io.malmoi.tokenization.text.Utf8;
import java.util.Arrays;
import java.util.List;

/** A token for each byte of UTF-8. */
final class ByteAlphabet implements Alphabet {
    private static final int NONE = -1;

    private final int[] byteIds = new int[ByteSpelling.BYTES];

    /** Bytes without a token become the unknown one, which may be empty for none. */
    ByteAlphabet(List<String> tokens, String unknownToken) {
        Arrays.fill(byteIds, unknownToken.isEmpty() ? NONE : tokens.indexOf(unknownToken));
        for (int id = 0; id < tokens.size(); id++) {
            String token = tokens.get(id);
            if (token.length() == 1 && ByteSpelling.value(token.charAt(0)) >= 0) {
                byteIds[ByteSpelling.value(token.charAt(0))] = id;
            }
        }
    }

    @Override
    public int[] ids(char[] text, int start, int limit) {
        byte[] bytes = new byte[Utf8.length(text, start, limit)];
        Utf8.encode(text, start, limit, bytes, 0);
        int[] ids = new int[bytes.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = byteIds[bytes[i] & 0xFF];
            if (ids[i] == NONE) {
                throw new InvalidTextException(String.format(
                        "the vocabulary has no token for the byte 0x%02X of \"%s\"",
                        bytes[i], new String(text, start, Math.min(limit - start, 40))));
            }
        }
        return ids;
    }

    @Override
    public Symbols symbols(char[] text, int start, int limit) {
        int[] ids = ids(text, start, limit);
        int[] starts = new int[ids.length];
        int[] ends = new int[ids.length];
        int at = 0;
        for (int i = start; i < limit; ) {
            int next = i + (Character.isHighSurrogate(text[i]) ? 2 : 1);
            int bytes = Utf8.length(text, i, next);
            Arrays.fill(starts, at, at + bytes, i - start);
            Arrays.fill(ends, at, at + bytes, next - start);
            at += bytes;
            i = next;
        }
        return new Symbols(ids, starts, ends);
    }
}
