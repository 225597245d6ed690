package io.malmoi.jobs;

import io.malmoi.v1.NearDuplicates;

/** The rules and defaults of {@link NearDuplicates}, in the field {@code near_duplicates}. */
final class NearDuplicatesRules {
    private static final int MOST_ROWS = 1_024;

    private NearDuplicatesRules() {}

    /** Checks settings whose defaults are filled in. */
    static void check(NearDuplicates near, FieldRules rules) {
        rules.range("near_duplicates.characters", near.getCharacters(), 1, 100);
        rules.range("near_duplicates.bands", near.getBands(), 1, 100);
        rules.range("near_duplicates.rows", near.getRows(), 1, 100);
        rules.require(
                (long) near.getBands() * near.getRows() <= MOST_ROWS,
                "near_duplicates.rows",
                "is " + near.getRows() + ", in each of " + near.getBands() + " bands; all bands have at most "
                        + MOST_ROWS);
    }

    static NearDuplicates withDefaults(NearDuplicates given) {
        return NearDuplicates.newBuilder()
                .setCharacters(5)
                .setBands(14)
                .setRows(8)
                .mergeFrom(given)
                .build();
    }
}
