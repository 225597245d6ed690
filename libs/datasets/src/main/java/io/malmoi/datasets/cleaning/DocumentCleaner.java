package io.malmoi.datasets.cleaning;

import io.malmoi.datasets.text.RecordText;
import io.malmoi.datasets.text.TextHash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Does to one document after the other what a plan says; all but finding duplicates, for which it makes the keys. Immutable and thread-safe. */
final class DocumentCleaner {
    /** No text needs so many rounds; this ends the work on one that does. */
    private static final int MOST_ROUNDS = 10;

    private static final long[] NO_KEYS = {};
    private static final String NOTHING_LEFT = "nothing-left";

    private final CleaningPlan plan;

    DocumentCleaner(CleaningPlan plan) {
        this.plan = plan;
    }

    /**
     * A document that is kept.
     *
     * @param text in UTF-8
     * @param exactKeys keys that an equal document has, too
     * @param nearKeys keys of which a similar document most likely has one
     */
    record Kept(byte[] text, long[] exactKeys, long[] nearKeys) {}

    /** Cleans a document, and counts what was done; empty if it is dropped. */
    Optional<Kept> clean(byte[] document, Tally tally) {
        tally.read();
        String text = new String(document, StandardCharsets.UTF_8);
        Changes changes = new Changes(plan.textSteps());
        Optional<RecordText> record = RecordText.parse(text);
        String clean = record.isPresent() ? record.get().map(changes::apply) : changes.apply(text);
        changes.count(tally);
        String content = record.isPresent() ? RecordText.content(clean) : clean;
        if (isDropped(content, clean, changes, tally)) {
            return Optional.empty();
        }
        return Optional.of(new Kept(
                clean.equals(text) ? document : clean.getBytes(StandardCharsets.UTF_8),
                plan.exactDuplicates() ? new long[] {TextHash.of(clean)} : NO_KEYS,
                plan.nearDuplicates().map(near -> near.bandKeys(content)).orElse(NO_KEYS)));
    }

    private boolean isDropped(String content, String clean, Changes changes, Tally tally) {
        if (clean.isEmpty()) {
            tally.dropped(changes.last(), NOTHING_LEFT, clean);
            return true;
        }
        for (Filter filter : plan.filters()) {
            Optional<String> reason = filter.reject(content);
            if (reason.isPresent()) {
                tally.dropped(filter.name(), reason.get(), clean);
                return true;
            }
        }
        return false;
    }

    /** The text steps, and which of them changed a document. */
    private static final class Changes {
        private final List<TextStep> steps;
        private long changed;
        private int last;

        Changes(List<TextStep> steps) {
            this.steps = steps;
        }

        /** Applies the steps again and again, until each has seen the text and left it as it is. */
        String apply(String text) {
            String clean = text;
            int count = steps.size();
            int content = 0;
            for (int turn = 0; content < count && turn < MOST_ROUNDS * count; turn++) {
                int step = turn % count;
                String next = steps.get(step).clean(clean);
                content++;
                if (next != clean) {
                    changed |= 1L << step;
                    last = step;
                    clean = next;
                    content = 0;
                }
            }
            return clean;
        }

        void count(Tally tally) {
            for (int i = 0; changed >>> i != 0; i++) {
                if ((changed >>> i & 1) != 0) {
                    tally.changed(steps.get(i).name());
                }
            }
        }

        /** The step that changed the text last. */
        String last() {
            return steps.get(last).name();
        }
    }
}
