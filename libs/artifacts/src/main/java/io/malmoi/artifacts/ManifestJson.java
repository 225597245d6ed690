package io.malmoi.artifacts;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Manifests as JSON objects in the store. */
final class ManifestJson {
    private static final int LARGEST_BYTES = 16 * 1024 * 1024;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ManifestJson() {}

    static byte[] write(Manifest manifest) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the description of " + manifest.name() + " is no JSON", e);
        }
    }

    static Optional<Manifest> read(Bucket bucket, String name) {
        return readAll(bucket, Layout.manifest(name)).map(json -> parse(name, json));
    }

    static Optional<byte[]> readAll(Bucket bucket, String key) {
        Optional<InputStream> object = bucket.get(key);
        if (object.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream stream = object.get()) {
            byte[] content = stream.readNBytes(LARGEST_BYTES + 1);
            if (content.length > LARGEST_BYTES) {
                throw new ArtifactCorruptException(key + " is larger than " + LARGEST_BYTES + " bytes.");
            }
            return Optional.of(content);
        } catch (IOException e) {
            throw bucket.errors().failed("reading " + key + " broke off: " + e.getMessage(), e);
        }
    }

    private static Manifest parse(String name, byte[] json) {
        Manifest manifest;
        try {
            manifest = MAPPER.readValue(json, Manifest.class);
        } catch (IOException | RuntimeException e) {
            throw new ArtifactCorruptException("The manifest of " + name + " is damaged: " + why(e));
        }
        if (manifest == null || !name.equals(manifest.name())) {
            throw new ArtifactCorruptException("The manifest of " + name + " is that of something else.");
        }
        return manifest;
    }

    private static String why(Exception e) {
        return e instanceof JacksonException json ? json.getOriginalMessage() : e.toString();
    }
}
