package io.malmoi.datasets.cleaning;

import io.malmoi.datasets.cleaning.DocumentCleaner.Kept;
import io.malmoi.datasets.deduplication.DuplicateFinder;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * Documents without duplicates. All documents wait in a file while their keys are compared; memory has a bit for each, and a
 * part of the keys.
 */
final class UniqueDocuments implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final long[] NO_KEYS = {};

    private final CleaningPlan plan;
    private final Tally tally;
    private final DataInputStream waiting;
    private final BitSet exactDuplicates;
    private final BitSet nearDuplicates;
    private final int documents;
    private int next;

    /**
     * Reads all documents.
     *
     * @param work an empty folder for files that are removed when this is closed, but for the documents'
     */
    UniqueDocuments(KeptDocuments source, CleaningPlan plan, Tally tally, Path work) throws IOException {
        this.plan = plan;
        this.tally = tally;
        Path file = work.resolve("documents");
        try (var exact = new DuplicateFinder(Files.createDirectory(work.resolve("exact")));
                var near = new DuplicateFinder(Files.createDirectory(work.resolve("near")))) {
            this.documents = store(source, file, exact, near);
            this.exactDuplicates = exact.duplicates();
            this.nearDuplicates = near.duplicates();
        }
        this.waiting = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
    }

    private static int store(KeptDocuments source, Path file, DuplicateFinder exact, DuplicateFinder near)
            throws IOException {
        int count = 0;
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES))) {
            for (Kept document = source.next(); document != null; document = source.next()) {
                out.writeInt(document.text().length);
                out.write(document.text());
                exact.add(count, document.exactKeys());
                near.add(count, document.nearKeys());
                count = Math.addExact(count, 1);
            }
        }
        return count;
    }

    /** The next document that is no duplicate of an earlier one; null at the end. */
    Kept next() throws IOException {
        while (next < documents) {
            var text = new byte[waiting.readInt()];
            waiting.readFully(text);
            int number = next++;
            if (exactDuplicates.get(number)) {
                drop(CleaningPlan.EXACT_DUPLICATES, text);
            } else if (nearDuplicates.get(number)) {
                drop(CleaningPlan.NEAR_DUPLICATES, text);
            } else {
                return new Kept(text, NO_KEYS, NO_KEYS);
            }
        }
        return null;
    }

    private void drop(String step, byte[] text) {
        tally.dropped(step, "duplicate", new String(text, StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        waiting.close();
    }
}
