package io.malmoi.artifacts;

import java.net.URI;

/**
 * Where the object store is.
 *
 * @param endpoint http or https address without a path, such as {@code http://127.0.0.1:9000}
 * @param accessKey public part of the key pair
 * @param secretKey secret part of the key pair
 * @param bucket bucket that holds all artifacts
 * @param region region to sign for, such as {@code us-east-1}
 */
public record ObjectStoreSettings(URI endpoint, String accessKey, String secretKey, String bucket, String region) {
    /** Throws {@link IllegalArgumentException} for an endpoint that is no http or https address, or an empty value. */
    public ObjectStoreSettings {
        String scheme = endpoint.getScheme();
        if (endpoint.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new IllegalArgumentException(
                    "object store endpoint '" + endpoint + "' is not an address such as http://127.0.0.1:9000");
        }
        requireText(accessKey, "access key");
        requireText(secretKey, "secret key");
        requireText(bucket, "bucket");
        requireText(region, "region");
    }

    private static void requireText(String value, String what) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("object store " + what + " is empty");
        }
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "ObjectStoreSettings[endpoint=" + endpoint + ", accessKey=" + accessKey + ", bucket=" + bucket
                + ", region=" + region + "]";
    }
}
