package io.malmoi.service;

import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The API keys that are let in, known by their SHA-256 alone. Thread-safe. */
@Singleton
public final class ApiKeys {
    static final String MISSING = "an API key is needed: send the header `authorization: Bearer KEY`";
    static final String UNKNOWN = "this API key is not known here";

    private static final String SCHEME = "Bearer ";

    private final List<byte[]> hashes;

    /**
     * Reads {@code malmoi.keys} and {@code malmoi.keys-file}.
     *
     * @throws ConfigurationException if the file cannot be read or one of them is no SHA-256
     */
    @Inject
    public ApiKeys(MalmoiConfig config) {
        List<byte[]> all = new ArrayList<>();
        List<String> given = config.keys().orElse(List.of());
        for (int i = 0; i < given.size(); i++) {
            all.add(hash(given.get(i), "malmoi.keys, entry " + (i + 1)));
        }
        config.keysFile().ifPresent(file -> all.addAll(read(file)));
        hashes = List.copyOf(all);
    }

    /** Whether callers must bring a key. */
    public boolean required() {
        return !hashes.isEmpty();
    }

    /** Whether an {@code authorization} header, {@code Bearer KEY} or null, is let in. Takes equally long for every wrong key. */
    public boolean accept(String authorization) {
        if (!required()) {
            return true;
        }
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        byte[] offered = sha256(authorization.substring(SCHEME.length()).strip());
        boolean known = false;
        for (byte[] hash : hashes) {
            known |= MessageDigest.isEqual(hash, offered);
        }
        return known;
    }

    private static List<byte[]> read(Path file) {
        List<byte[]> read = new ArrayList<>();
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i).replaceFirst("#.*", "").strip();
                if (!line.isEmpty()) {
                    read.add(hash(line, "malmoi.keys-file, " + file + ", line " + (i + 1)));
                }
            }
        } catch (IOException e) {
            throw new ConfigurationException("malmoi.keys-file: cannot read " + file + " (" + e + ")");
        }
        return read;
    }

    private static byte[] hash(String text, String where) {
        if (!text.strip().matches("[0-9a-fA-F]{64}")) {
            throw new ConfigurationException(where + ": expected the SHA-256 of a key, 64 hexadecimal digits"
                    + " (printf %s \"$KEY\" | sha256sum), but it has " + text.length() + " characters");
        }
        return HexFormat.of().parseHex(text.strip());
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
