package io.malmoi.datasets.cleaning;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts what steps do to documents; a tally of later documents can be added. Not for use by several threads. */
public final class Tally {
    private static final int EXAMPLES = 3;
    private static final int EXAMPLE_CHARACTERS = 100;

    private static final class Dropped {
        private long documents;
        private final List<String> examples = new ArrayList<>();
    }

    private final Map<String, Long> changed = new LinkedHashMap<>();
    private final Map<String, Map<String, Dropped>> dropped = new LinkedHashMap<>();
    private long read;
    private long kept;

    /** A document was read. */
    public void read() {
        read++;
    }

    /** A document was kept. */
    public void kept() {
        kept++;
    }

    /** A step changed a document. */
    public void changed(String step) {
        changed.merge(step, 1L, Long::sum);
    }

    /** A step dropped a document. */
    public void dropped(String step, String reason, String text) {
        Dropped documents = dropped(step, reason);
        documents.documents++;
        if (documents.examples.size() < EXAMPLES) {
            documents.examples.add(beginning(text));
        }
    }

    private Dropped dropped(String step, String reason) {
        return dropped.computeIfAbsent(step, name -> new LinkedHashMap<>())
                .computeIfAbsent(reason, name -> new Dropped());
    }

    private static String beginning(String text) {
        if (text.length() <= EXAMPLE_CHARACTERS) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(EXAMPLE_CHARACTERS - 1))
                ? EXAMPLE_CHARACTERS - 1
                : EXAMPLE_CHARACTERS;
        return text.substring(0, end) + "…";
    }

    /** Adds what was counted of later documents. */
    public void add(Tally later) {
        read += later.read;
        kept += later.kept;
        later.changed.forEach((step, count) -> changed.merge(step, count, Long::sum));
        later.dropped.forEach((step, reasons) -> reasons.forEach((reason, more) -> {
            Dropped documents = dropped(step, reason);
            documents.documents += more.documents;
            more.examples.stream().limit(EXAMPLES - documents.examples.size()).forEach(documents.examples::add);
        }));
    }

    /** Writes the counts, for {@link #read(DataInputStream)}; all but how many documents are kept in the end. */
    void write(DataOutputStream out) throws IOException {
        out.writeLong(read);
        out.writeInt(changed.size());
        for (Map.Entry<String, Long> step : changed.entrySet()) {
            out.writeUTF(step.getKey());
            out.writeLong(step.getValue());
        }
        out.writeInt(dropped.values().stream().mapToInt(Map::size).sum());
        for (Map.Entry<String, Map<String, Dropped>> step : dropped.entrySet()) {
            for (Map.Entry<String, Dropped> reason : step.getValue().entrySet()) {
                out.writeUTF(step.getKey());
                out.writeUTF(reason.getKey());
                out.writeLong(reason.getValue().documents);
                out.writeInt(reason.getValue().examples.size());
                for (String example : reason.getValue().examples) {
                    out.writeUTF(example);
                }
            }
        }
    }

    static Tally read(DataInputStream in) throws IOException {
        var tally = new Tally();
        tally.read = in.readLong();
        for (int steps = in.readInt(); steps > 0; steps--) {
            tally.changed.put(in.readUTF(), in.readLong());
        }
        for (int reasons = in.readInt(); reasons > 0; reasons--) {
            Dropped documents = tally.dropped(in.readUTF(), in.readUTF());
            documents.documents = in.readLong();
            for (int examples = in.readInt(); examples > 0; examples--) {
                documents.examples.add(in.readUTF());
            }
        }
        return tally;
    }

    /** Documents read. */
    public long documentsRead() {
        return read;
    }

    /** Documents kept. */
    public long documentsKept() {
        return kept;
    }

    /** What each of these steps did. */
    public List<StepReport> reports(List<String> steps) {
        return steps.stream()
                .map(step -> new StepReport(step, changed.getOrDefault(step, 0L), rejections(step)))
                .toList();
    }

    private List<StepReport.Rejection> rejections(String step) {
        return dropped.getOrDefault(step, Map.of()).entrySet().stream()
                .map(entry -> new StepReport.Rejection(
                        entry.getKey(), entry.getValue().documents, List.copyOf(entry.getValue().examples)))
                .sorted(Comparator.comparingLong(StepReport.Rejection::documents)
                        .reversed())
                .toList();
    }
}
