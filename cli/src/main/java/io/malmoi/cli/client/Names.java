package io.malmoi.cli.client;

import java.nio.file.Path;
import java.text.Normalizer;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Resource names and readable ids. */
public final class Names {
    private static final int MAX_ID = 63;
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("MMdd-HHmmss");

    private Names() {}

    /** The full name of what the user calls {@code petitions} or {@code corpora/petitions}. */
    public static String of(String collection, String given) {
        return given.startsWith(collection + "/") ? given : collection + "/" + given;
    }

    /** The part of a name after its collection: {@code petitions} of {@code corpora/petitions}. */
    public static String id(String name) {
        return name.substring(name.indexOf('/') + 1);
    }

    /** An id from a file's name: lower-case Latin letters, digits and hyphens; {@code corpus} if none are left. */
    public static String ofFile(Path file) {
        String name = file.getFileName().toString().replaceFirst("\\.[A-Za-z0-9]+$", "");
        String slug = slug(name);
        return slug.isEmpty() ? "corpus" : slug;
    }

    /** A new id that tells where a thing came from and when it was made: {@code petitions-1122-143005}. */
    public static String derived(String name) {
        return join(id(name), LocalDateTime.now().format(STAMP));
    }

    /** {@code id-suffix}, the id shortened so that the whole is a valid id. */
    public static String join(String id, String suffix) {
        int room = MAX_ID - suffix.length() - 1;
        String head = slug(id);
        return strip(head.length() > room ? head.substring(0, room) : head) + "-" + suffix;
    }

    private static String slug(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        String slug = strip(plain.replaceAll("[^a-z0-9]+", "-"));
        return slug.length() > MAX_ID ? strip(slug.substring(0, MAX_ID)) : slug;
    }

    private static String strip(String slug) {
        return slug.replaceAll("^-+|-+$", "");
    }
}
