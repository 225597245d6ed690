package io.malmoi.gateway.http;

import io.malmoi.service.Violations;

/** Parameters of a request's query. */
final class Query {
    private static final String DIGITS = "[0-9]{1,18}";

    private Query() {}

    /** The text of a parameter; empty if it is not there. */
    static String text(String value) {
        return value == null ? "" : value;
    }

    /** The number of a parameter; 0 if it is not there. INVALID_ARGUMENT: it is none. */
    static long number(String name, String value) {
        String digits = value == null || value.isEmpty() ? "0" : value;
        new Violations()
                .require(digits.matches(DIGITS), name, "is '" + value + "'; it must be a whole number, 0 or more")
                .throwIfAny();
        return Long.parseLong(digits);
    }

    /** The size of a page; 0 if it is not there. */
    static int pageSize(String value) {
        return (int) Math.min(number("page_size", value), Integer.MAX_VALUE);
    }
}
