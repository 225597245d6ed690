package io.malmoi.datasets.structuring;

import io.malmoi.datasets.text.DocumentLines;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a corpus is to become: a template, and how its fields are found. Immutable and thread-safe.
 *
 * <p>The same documents, template, columns, copies and seed give the same samples, wherever a document stands.
 */
public final class StructuringPlan {
    private static final int CHECKED_DOCUMENTS = 1_000;

    private final Template template;
    private final Map<String, String> columns;
    private final int copies;
    private final long seed;

    private StructuringPlan(Template template, Map<String, String> columns, int copies, long seed) {
        this.template = template;
        this.columns = columns;
        this.copies = copies;
        this.seed = seed;
    }

    /**
     * A plan.
     *
     * @param name what messages call the template
     * @param content the template's file
     * @param columns for fields of the template, the records' field that holds them, if that has another name
     * @param copies samples of each record: 1 to {@value Templates#MOST_COPIES}; 0 means what the template says
     * @param seed of the choices from banks; any number
     * @throws TemplateException if the template is malformed, a column is no field of it, or it cannot vary so many copies
     */
    public static StructuringPlan of(String name, String content, Map<String, String> columns, int copies, long seed) {
        Template template = TemplateReader.read(name, content);
        Set<String> fields = template.fields();
        for (String column : columns.keySet()) {
            if (!fields.contains(column)) {
                throw new TemplateException(
                        "template '" + name + "' has no field '" + column + "'; it has " + String.join(", ", fields));
            }
        }
        int samples = copies == 0 ? template.copies() : copies;
        int choices = template.banks().values().stream()
                .mapToInt(bank -> bank.size())
                .max()
                .orElse(1);
        if (samples > choices) {
            throw new TemplateException("template '" + name + "' is to make " + samples
                    + " samples of each record, but its largest bank has " + choices
                    + " texts to vary them: add texts, or ask for fewer samples");
        }
        return new StructuringPlan(template, Map.copyOf(columns), samples, seed);
    }

    Template template() {
        return template;
    }

    int copies() {
        return copies;
    }

    long seed() {
        return seed;
    }

    /** The field of the records that a field of the template stands for. */
    String column(String field) {
        return columns.getOrDefault(field, field);
    }

    /**
     * Checks that records have the fields that the template needs, by the first {@value #CHECKED_DOCUMENTS}.
     *
     * @throws TemplateException if no record has a field, naming those that they have
     */
    public void check(DocumentLines documents) throws IOException {
        Set<String> there = new TreeSet<>();
        byte[] document;
        for (int i = 0; i < CHECKED_DOCUMENTS && (document = documents.next()) != null; i++) {
            SourceRecord.of(document).addFields(there);
        }
        for (String field : template.fields()) {
            String column = column(field);
            boolean missing = !there.contains(column.split("\\.", 2)[0]);
            if (missing && (columns.containsKey(field) || !template.optional().contains(field))) {
                throw new TemplateException("template '" + template.name() + "' has the field '" + field + "'"
                        + (column.equals(field) ? "" : " from '" + column + "'")
                        + ", but the records have no '" + column + "'; they have " + String.join(", ", there)
                        + ": correct the template, or say which column it is");
            }
        }
    }
}
