package io.malmoi.jobs;

import io.malmoi.v1.StructureCorpusSpec;
import java.util.Map;

/** The rules of a {@link StructureCorpusSpec}; it has no defaults but those of its template. */
final class StructureCorpusRules {
    private static final int LONGEST_TEMPLATE = 65_536;
    private static final int MOST_COLUMNS = 100;
    private static final int LONGEST_COLUMN = 100;
    private static final int MOST_COPIES = 100;

    private StructureCorpusRules() {}

    /** Checks a spec. Whether the template fits the records is seen when the job runs. */
    static void check(StructureCorpusSpec spec, FieldRules rules) {
        rules.derived(spec.getSource(), spec.getCorpus());
        boolean named = !spec.getTemplate().isEmpty();
        boolean given = !spec.getTemplateContent().isEmpty();
        rules.require(
                named != given,
                "template",
                named
                        ? "is '" + FieldRules.shown(spec.getTemplate())
                                + "', and template_content is given, too; leave one of them out"
                        : "is required: a built-in template, or a file in template_content");
        rules.require(
                spec.getTemplateContent().length() <= LONGEST_TEMPLATE,
                "template_content",
                "has " + spec.getTemplateContent().length() + " characters; at most " + LONGEST_TEMPLATE);
        checkColumns(spec.getColumnsMap(), rules);
        rules.range("copies", spec.getCopies(), 0, MOST_COPIES);
    }

    private static void checkColumns(Map<String, String> columns, FieldRules rules) {
        rules.require(
                columns.size() <= MOST_COLUMNS,
                "columns",
                "has " + columns.size() + " columns; at most " + MOST_COLUMNS);
        for (Map.Entry<String, String> column : columns.entrySet()) {
            rules.require(
                    isName(column.getKey()) && isName(column.getValue()),
                    "columns",
                    "has '" + FieldRules.shown(column.getKey()) + "' from '" + FieldRules.shown(column.getValue())
                            + "'; names have 1 to " + LONGEST_COLUMN + " characters");
        }
    }

    private static boolean isName(String name) {
        return !name.isBlank() && name.length() <= LONGEST_COLUMN;
    }
}
