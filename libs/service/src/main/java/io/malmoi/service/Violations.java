package io.malmoi.service;

import io.malmoi.jobs.JobException;
import io.malmoi.jobs.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects what is wrong with the fields of a request, so that the caller learns all of it at once. For one thread. */
public final class Violations {
    private final List<Violation> found = new ArrayList<>();

    /** Notes {@code description} (its value, what is allowed) for {@code field} unless {@code holds}. */
    public Violations require(boolean holds, String field, String description) {
        if (!holds) {
            found.add(new Violation(field, description));
        }
        return this;
    }

    /** Requires {@code value} to be a name of {@code kind}. */
    public Violations name(String field, String value, ResourceName kind) {
        String problem = value.isEmpty() ? "is required: " : "is '" + shown(value) + "'; expected ";
        return require(kind.matches(value), field, problem + kind.description());
    }

    /** Requires {@code value} to be from {@code least} to {@code most}. */
    public Violations range(String field, long value, long least, long most) {
        return require(
                value >= least && value <= most,
                field,
                String.format(Locale.ROOT, "is %,d; it must be from %,d to %,d", value, least, most));
    }

    /**
     * Throws if anything was found wrong.
     *
     * @throws JobException INVALID_ARGUMENT with BadRequest, which names every wrong field
     */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw JobException.invalid(found);
        }
    }

    private static String shown(String value) {
        return value.length() <= 80 ? value : value.substring(0, 80) + "…";
    }
}
