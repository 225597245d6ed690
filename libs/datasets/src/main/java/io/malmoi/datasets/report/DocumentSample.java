package io.malmoi.datasets.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A sample of documents in so many bytes: those whose hashes are lowest, whatever the order in which they come. Of a long document
 * only the beginning is kept. Not for use by several threads.
 */
final class DocumentSample {
    private static final int BYTES = 2 << 20;
    private static final int DOCUMENT_BYTES = 12 << 10;

    private record Entry(long hash, byte[] text) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong(Entry::hash).reversed());
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
        while (bytes > BYTES) {
            bound = entries.peek().hash();
            while (!entries.isEmpty() && entries.peek().hash() >= bound) {
                bytes -= entries.remove().text().length;
            }
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

    /** Whether the sample has all documents, and all of each. */
    boolean isWhole() {
        return bound == Long.MAX_VALUE && !cut;
    }

    /** The documents; the order has nothing to do with their content or place. */
    List<String> documents() {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(Entry::hash));
        return sorted.stream()
                .map(entry -> new String(entry.text(), StandardCharsets.UTF_8))
                .toList();
    }
}
