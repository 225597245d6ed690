package io.malmoi.tokenization;

import java.util.Arrays;

/** Encodes text, already free of added tokens and normalized, word by word. Thread-safe. */
final class BpeEncoder {
    private static final int NONE = -1;

    private final WordCache cache = new WordCache();
    private final WordMerger merger;
    private final int[] byteIds = new int[ByteLevel.BYTES];

    BpeEncoder(Vocabulary vocabulary) {
        merger = new WordMerger(new MergeRanks(vocabulary.merges()));
        Arrays.fill(byteIds, NONE);
        for (int id = 0; id < vocabulary.tokens().size(); id++) {
            String token = vocabulary.tokens().get(id);
            if (token.length() == 1 && ByteLevel.value(token.charAt(0)) >= 0) {
                byteIds[ByteLevel.value(token.charAt(0))] = id;
            }
        }
    }

    void encode(char[] text, int length, IntList ids) {
        int start = 0;
        while (start < length) {
            int end = Gpt2Pattern.wordEnd(text, start, length);
            encodeWord(text, start, end, ids);
            start = end;
        }
    }

    private void encodeWord(char[] text, int start, int end, IntList ids) {
        if (end - start > WordCache.LONGEST) {
            int[] merged = bytes(text, start, end);
            ids.addRange(merged, 0, merger.merge(merged, merged.length));
            return;
        }
        int hash = WordTable.hash(text, start, end);
        if (!cache.find(text, start, end, hash, ids)) {
            int[] merged = bytes(text, start, end);
            int count = merger.merge(merged, merged.length);
            cache.keep(text, start, end, hash, merged, count);
            ids.addRange(merged, 0, count);
        }
    }

    private int[] bytes(char[] text, int start, int end) {
        byte[] bytes = new byte[Utf8.length(text, start, end)];
        Utf8.encode(text, start, end, bytes, 0);
        int[] ids = new int[bytes.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = byteIds[bytes[i] & 0xFF];
            if (ids[i] == NONE) {
                throw new IllegalArgumentException(String.format(
                        "the vocabulary has no token for the byte 0x%02X of \"%s\"",
                        bytes[i], new String(text, start, Math.min(end - start, 40))));
            }
        }
        return ids;
    }
}
