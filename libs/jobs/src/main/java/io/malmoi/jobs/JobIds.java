package io.malmoi.jobs;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Names of jobs, which follow from request ids. */
final class JobIds {
    private static final Pattern NAME = Pattern.compile("jobs/[0-9a-v]{16}");
    private static final Pattern REQUEST = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final int HASH_BYTES = 10;

    private JobIds() {}

    /** The name of the job of a request: 80 bits of the SHA-256 of its id, in base 32 (RFC 4648, extended hex, lower case). */
    static String name(String requestId) {
        byte[] hash = Arrays.copyOf(sha256(requestId), HASH_BYTES);
        String digits = new BigInteger(1, hash).toString(32);
        return "jobs/" + "0".repeat(16 - digits.length()) + digits;
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    static boolean isRequestId(String requestId) {
        return REQUEST.matcher(requestId).matches();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
