package io.malmoi.cli.client;

import java.util.function.UnaryOperator;

/** Lists that come in pages. */
public final class Pages {
    /** Resources to ask for at once. */
    public static final int SIZE = 1000;

    private Pages() {}

    /** Calls {@code page} with a page token, first empty, then what it returned, until it returns an empty one. */
    public static void forEach(UnaryOperator<String> page) {
        String token = "";
        do {
            token = page.apply(token);
        } while (!token.isEmpty());
    }
}
