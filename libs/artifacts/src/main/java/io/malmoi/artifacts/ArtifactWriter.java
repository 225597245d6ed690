package io.malmoi.artifacts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Uploads one artifact; nothing of it is visible before {@link #publish}. Closing it without having published removes
 * what was uploaded. Not thread-safe.
 *
 * <pre>{@code
 * try (ArtifactWriter writer = store.create("corpora/x", madeBy)) {
 *     writer.put("text.txt", stream);
 *     return writer.publish(resource, List.of());
 * }
 * }</pre>
 */
public final class ArtifactWriter implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(ArtifactWriter.class.getName());
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Bucket bucket;
    private final String name;
    private final Provenance madeBy;
    private final String folder;
    private final List<StoredFile> files = new ArrayList<>();
    private boolean keep;

    ArtifactWriter(Bucket bucket, String name, Provenance madeBy) {
        this.bucket = bucket;
        this.name = name;
        this.madeBy = madeBy;
        this.folder = Layout.writerFolder(name, HexFormat.of().toHexDigits(RANDOM.nextLong()));
    }

    /** Uploads a file of the local disk; otherwise as {@link #put(String, InputStream)}. */
    public StoredFile put(String file, Path source) {
        try (InputStream stream = Files.newInputStream(source)) {
            return put(file, stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Uploads a file. Reads the stream to its end, in parts of 16 MiB; at most two are held in memory. Up to 156 GiB.
     *
     * @param file letters, digits, '.', '_' and '-', at most 128, unique within the artifact
     * @param source stays open; what it throws is thrown on, an {@link IOException} as {@link UncheckedIOException}
     * @throws ObjectStoreUnavailableException if the store cannot be reached
     * @throws InsufficientStorageException if its disk is full
     */
    public StoredFile put(String file, InputStream source) {
        String key = folder + ArtifactNames.file(file);
        if (files.stream().anyMatch(other -> other.name().equals(file))) {
            throw new IllegalArgumentException(name + " has a file " + file + " already");
        }
        UploadStream upload = new UploadStream(source);
        try {
            bucket.put(key, upload);
        } catch (RuntimeException e) {
            upload.rethrowFailure();
            throw e;
        }
        StoredFile stored = new StoredFile(file, key, upload.size(), upload.sha256());
        files.add(stored);
        return stored;
    }

    /**
     * Makes the artifact visible, all at once.
     *
     * @param resource its description for callers
     * @param sources names of the artifacts that it was made from
     * @throws ArtifactExistsException if another one was published under this name first
     */
    public Manifest publish(ObjectNode resource, List<String> sources) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Manifest manifest = new Manifest(name, now, madeBy, sources, files, resource);
        keep = true; // when the answer is lost, these files may be published ones
        if (!bucket.putIfAbsent(Layout.manifest(name), ManifestJson.write(manifest)) && !isPublished(manifest)) {
            keep = false;
            throw new ArtifactExistsException(name);
        }
        removeLeftovers();
        return manifest;
    }

    /** A lost answer makes the client ask again, and then it meets its own manifest. */
    private boolean isPublished(Manifest mine) {
        Optional<Manifest> published = ManifestJson.read(bucket, name);
        return published.isPresent() && published.get().equals(mine);
    }

    /** Files of attempts that were killed; their writers, if any still runs, can no longer publish. */
    private void removeLeftovers() {
        try {
            for (String other : bucket.list(Layout.writers(name), false)) {
                if (!other.equals(folder)) {
                    remove(other);
                }
            }
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "Leftovers of " + name + " stay in the object store: " + e.getMessage());
        }
    }

    private void remove(String prefix) {
        bucket.abortUploads(prefix);
        bucket.delete(bucket.list(prefix, true));
    }

    /** Removes what was uploaded unless it was published. Does not throw. */
    @Override
    public void close() {
        if (keep) {
            return;
        }
        try {
            remove(folder);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, folder + " stays in the object store: " + e.getMessage());
        }
    }
}
