package io.malmoi.artifacts;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Immutable artifacts in an S3-compatible object store. Thread-safe.
 *
 * <p>A name is a collection and an id of 1 to 63 characters of a-z, 0-9 and '-', once or nested: {@code corpora/x}, {@code
 * models/m/checkpoints/step-100}. Every method throws {@link IllegalArgumentException} for other names, {@link
 * ObjectStoreUnavailableException} when the store cannot be reached within seconds, fails or refuses the credentials, and
 * those that write {@link InsufficientStorageException} when its disk is full.
 */
public final class ArtifactStore implements AutoCloseable {
    private static final int LARGEST_PAGE = 1000;

    private final Bucket bucket;
    private final ArtifactCache cache;

    /** As the other constructor, with local copies that are never removed. */
    public ArtifactStore(ObjectStoreSettings settings) {
        this(settings, Long.MAX_VALUE);
    }

    /**
     * Connects at the first call, not here.
     *
     * @param cacheLimit bytes of local copies in a cache of {@link #fetch} that are kept for later
     */
    public ArtifactStore(ObjectStoreSettings settings, long cacheLimit) {
        bucket = new Bucket(settings);
        cache = new ArtifactCache(this::open, new CacheLimit(cacheLimit));
    }

    /** Creates the bucket unless it is there. */
    public void createBucket() {
        bucket.create();
    }

    /** The artifact's manifest, if it is published. Throws {@link ArtifactCorruptException} if it cannot be read. */
    public Optional<Manifest> find(String name) {
        return ManifestJson.read(bucket, ArtifactNames.name(name));
    }

    /** The artifact's manifest. Throws {@link ArtifactNotFoundException}; otherwise as {@link #find}. */
    public Manifest get(String name) {
        return find(name).orElseThrow(() -> new ArtifactNotFoundException(name));
    }

    /**
     * The published artifacts of a collection in the order of their names; one whose manifest is damaged is left out.
     *
     * @param collection such as {@code corpora} or {@code models/m/checkpoints}; an unknown one is empty
     * @param pageSize 1 to 1,000
     * @param pageToken empty for the first page, then {@link ArtifactPage#nextPageToken()}; {@link
     *     IllegalArgumentException} for any other
     */
    public ArtifactPage list(String collection, int pageSize, String pageToken) {
        ArtifactNames.collection(collection);
        if (pageSize < 1 || pageSize > LARGEST_PAGE) {
            throw new IllegalArgumentException("page size " + pageSize + " is not within 1 to " + LARGEST_PAGE);
        }
        List<Manifest> manifests = new ArrayList<>();
        for (String id : idsAfter(collection, PageToken.id(collection, pageToken))) {
            Optional<Manifest> manifest = findUndamaged(collection + "/" + id);
            if (manifest.isPresent() && manifests.size() == pageSize) {
                return new ArtifactPage(List.copyOf(manifests), PageToken.after(collection, lastId(manifests)));
            }
            manifest.ifPresent(manifests::add);
        }
        return new ArtifactPage(List.copyOf(manifests), "");
    }

    private List<String> idsAfter(String collection, String first) {
        int start = collection.length() + 1;
        return bucket.list(collection + "/", false).stream()
                .filter(folder -> folder.endsWith("/"))
                .map(folder -> folder.substring(start, folder.length() - 1))
                .filter(id -> ArtifactNames.isId(id) && id.compareTo(first) > 0)
                .sorted()
                .toList();
    }

    private Optional<Manifest> findUndamaged(String name) {
        try {
            return find(name);
        } catch (ArtifactCorruptException e) {
            return Optional.empty();
        }
    }

    private static String lastId(List<Manifest> manifests) {
        String name = manifests.get(manifests.size() - 1).name();
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** Begins an artifact; that the name is free shows when it is published. */
    public ArtifactWriter create(String name, Provenance madeBy) {
        return new ArtifactWriter(bucket, ArtifactNames.name(name), madeBy);
    }

    /**
     * Reads a file, to be closed by the caller. When it is read to its end, size and SHA-256 are verified: {@link
     * ArtifactCorruptException}, from {@code read}. So is a file missing in the artifact or in the store, from here. A
     * connection lost in between is an {@link ObjectStoreUnavailableException} from {@code read}.
     */
    public InputStream open(Manifest manifest, String file) {
        StoredFile stored = manifest.file(file);
        InputStream content = bucket.get(stored.key())
                .orElseThrow(() -> new ArtifactCorruptException(stored.key() + " is missing in the object store."));
        return new VerifiedStream(content, stored, bucket.errors());
    }

    /**
     * Reads a part of a file, to be closed by the caller. A part cannot be verified, but for its length. Otherwise as {@link
     * #open(Manifest, String)}.
     *
     * @param offset where the part begins, in bytes
     * @param length bytes of the part, 0 or more; it must be within the file
     */
    public InputStream open(Manifest manifest, String file, long offset, long length) {
        StoredFile stored = manifest.file(file);
        if (offset < 0 || length < 0 || offset > stored.size() - length) {
            throw new IllegalArgumentException(length + " bytes from " + offset + " on are not within the "
                    + stored.size() + " of " + stored.key());
        }
        if (length == 0) {
            return InputStream.nullInputStream();
        }
        InputStream content = bucket.get(stored.key(), offset, length)
                .orElseThrow(() -> new ArtifactCorruptException(stored.key() + " is missing in the object store."));
        return new PartialStream(content, stored, length, bucket.errors());
    }

    /**
     * A local folder with the artifact's files, verified, kept in the cache and used again. Safe for concurrent threads
     * and processes. Files must not be changed; a copy with a missing file or a wrong size is made anew. To be opened
     * within the hour: later it may have made room for others.
     *
     * @param cache folder of all copies; created if missing
     * @throws ArtifactCorruptException if what is stored is damaged
     * @throws InsufficientStorageException if the local disk is full
     */
    public Path fetch(Manifest manifest, Path cache) {
        return this.cache.fetch(manifest, cache);
    }

    /**
     * Deletes an artifact and all below it (a model's checkpoints). Manifests go first, so that a half deleted artifact
     * is none. Throws {@link ArtifactNotFoundException} if nothing is published there.
     */
    public void delete(String name) {
        List<String> keys = bucket.list(ArtifactNames.name(name) + "/", true);
        List<String> manifests = keys.stream().filter(Layout::isManifest).toList();
        if (manifests.isEmpty()) {
            throw new ArtifactNotFoundException(name);
        }
        bucket.delete(manifests);
        List<String> writers =
                manifests.stream().map(Layout::nameOf).map(Layout::writers).toList();
        bucket.delete(keys.stream()
                .filter(key -> writers.stream().anyMatch(key::startsWith))
                .toList());
    }

    /**
     * Writes a small object unless there is one of this key; returns whether this call did. Of several callers exactly
     * one can win. Should its answer be lost, all may be told that they lost.
     *
     * @param key such as {@code jobs/j/attempts/1}
     */
    public boolean claim(String key, byte[] content) {
        return bucket.putIfAbsent(ArtifactNames.key(key), content);
    }

    /** Removes every object claimed below a key, such as {@code jobs/j/attempts}; none is no error. */
    public void unclaim(String key) {
        bucket.delete(bucket.list(ArtifactNames.key(key) + "/", true));
    }

    /** Bytes of every object claimed below a key, such as {@code jobs/j/attempts}, by its key, in the order of keys. */
    public SortedMap<String, Long> claimed(String key) {
        SortedMap<String, Long> sizes = new TreeMap<>();
        bucket.forEach(ArtifactNames.key(key) + "/", object -> sizes.put(object.key(), object.size()));
        return sizes;
    }

    /** The ids below a collection, such as {@code uploads}, in order, whatever is kept there. */
    public List<String> ids(String collection) {
        return idsAfter(ArtifactNames.collection(collection), "");
    }

    /** The content of a small object (up to 16 MiB), if there is one. */
    public Optional<byte[]> read(String key) {
        return ManifestJson.readAll(bucket, ArtifactNames.key(key));
    }

    /** Closes the connections. */
    @Override
    public void close() {
        bucket.close();
    }
}
