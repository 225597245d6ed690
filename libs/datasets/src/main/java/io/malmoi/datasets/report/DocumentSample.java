package io.malmoi.datasets.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A sample of documents in so many bytes: those whose hashes are lowest, whatever the order in which they come. Of a long document
 * only the beginning is kept. Not for use by several threads.
 */
final class DocumentSample {
    private static final int BYTES = 2 << 20;
    private static final int DOCUMENT_BYTES = 12 << 10;

    private record Entry(long hash, byte[] text) {}

    private List<Entry> entries = new ArrayList<>();
    private long bound = Long.MAX_VALUE;
    private int bytes;
    private boolean cut;

    void add(long hash, byte[] text) {
        if (hash >= bound) {
            return;
        }
        byte[] kept = text.length > DOCUMENT_BYTES ? beginning(text) : text;
        cut |= kept != text;
        entries.add(new Entry(hash, kept));
        bytes += kept.length;
        if (bytes > 2 * BYTES) {
            keepLowest();
        }
    }

    /** The beginning, which ends with a whole character. */
    private static byte[] beginning(byte[] text) {
        int end = DOCUMENT_BYTES;
        while (end > 0 && (text[end] & 0xc0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(text, end);
    }

    /** Sorts, and keeps as many as there is room for; of equal hashes all or none. */
    private void keepLowest() {
        entries.sort(Comparator.comparingLong(Entry::hash));
        int size = 0;
        int sum = 0;
        while (size < entries.size() && sum + entries.get(size).text().length <= BYTES) {
            sum += entries.get(size++).text().length;
        }
        if (size < entries.size()) {
            bound = entries.get(size).hash();
            while (size > 0 && entries.get(size - 1).hash() == bound) {
                sum -= entries.get(--size).text().length;
            }
            entries = new ArrayList<>(entries.subList(0, size));
            bytes = sum;
        }
    }

    /** Whether the sample has all documents, and all of each. */
    boolean isWhole() {
        keepLowest();
        return bound == Long.MAX_VALUE && !cut;
    }

    /** The documents; the order has nothing to do with their content or place. */
    List<String> documents() {
        keepLowest();
        return entries.stream()
                .map(entry -> new String(entry.text(), StandardCharsets.UTF_8))
                .toList();
    }
}
