package io.malmoi.cli.quickstart;

import io.malmoi.cli.client.Names;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What is to be known of a text before it is uploaded. */
public final class Texts {
    private static final int HEAD_BYTES = 4096;
    private static final int PROMPT_CHARACTERS = 24;
    private static final int DIGEST_DIGITS = 6;

    private Texts() {}

    /** An id that tells the file's name and, by its SHA-256, its content: {@code koconovel-bf1558}. */
    public static String corpusId(Path text) throws IOException {
        try (InputStream in = Files.newInputStream(text)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
            String hex = HexFormat.of().formatHex(digest.digest());
            return Names.join(Names.ofFile(text), hex.substring(0, DIGEST_DIGITS));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first words of the text's first line; empty if it begins with nothing but white space. */
    public static String firstWords(Path text) throws IOException {
        try (InputStream in = Files.newInputStream(text)) {
            String head = new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8);
            return head.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .findFirst()
                    .map(Texts::firstWords)
                    .orElse("");
        }
    }

    private static String firstWords(String line) {
        if (line.codePointCount(0, line.length()) <= PROMPT_CHARACTERS) {
            return line;
        }
        String head = line.substring(0, line.offsetByCodePoints(0, PROMPT_CHARACTERS));
        int space = head.lastIndexOf(' ');
        return space > 0 ? head.substring(0, space) : head;
    }
}
