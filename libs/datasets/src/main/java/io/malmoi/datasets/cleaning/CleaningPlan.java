package io.malmoi.datasets.cleaning;

import io.malmoi.datasets.deduplication.MinHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What cleaning does to each document, in this order.
 *
 * @param textSteps change its text, again and again until none has anything left to change: cleaning twice is cleaning once
 * @param filters keep it or drop it
 * @param exactDuplicates whether it is dropped if its text is that of an earlier one; by a hash of 64 bits
 * @param nearDuplicates finds whether it is nearly an earlier one, and is dropped
 */
public record CleaningPlan(
        List<TextStep> textSteps, List<Filter> filters, boolean exactDuplicates, Optional<MinHash> nearDuplicates) {
    static final String EXACT_DUPLICATES = "exact-duplicates";
    static final String NEAR_DUPLICATES = "near-duplicates";

    /** What does no harm to prose: changes nothing but what nobody reads, and drops nothing. */
    public static final CleaningPlan USUAL = new CleaningPlan(
            List.of(
                    new ControlCharacters(),
                    new NormalizationNfc(),
                    new Html(),
                    new WhiteSpace(),
                    new EmptyLines(),
                    new RepeatedLines()),
            List.of(),
            false,
            Optional.empty());

    public CleaningPlan {
        textSteps = List.copyOf(textSteps);
        filters = List.copyOf(filters);
    }

    boolean findsDuplicates() {
        return exactDuplicates || nearDuplicates.isPresent();
    }

    /** The steps' names, in their order. */
    List<String> steps() {
        List<String> names = new ArrayList<>();
        textSteps.forEach(step -> names.add(step.name()));
        filters.forEach(filter -> names.add(filter.name()));
        if (exactDuplicates) {
            names.add(EXACT_DUPLICATES);
        }
        if (nearDuplicates.isPresent()) {
            names.add(NEAR_DUPLICATES);
        }
        return names;
    }
}
