package io.malmoi.artifacts;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Local copies of artifacts, shared by the threads and processes of a machine. A copy is made aside and renamed when it
 * is whole. Copies that were not used for long make room for new ones.
 */
final class ArtifactCache {
    private static final Logger LOGGER = System.getLogger(ArtifactCache.class.getName());
    private static final String UNFINISHED = ".unfinished";
    private static final Duration ABANDONED = Duration.ofDays(1);
    private static final ConcurrentHashMap<Path, Object> LOCKS = new ConcurrentHashMap<>();

    private final BiFunction<Manifest, String, InputStream> open;
    private final CacheLimit limit;

    ArtifactCache(BiFunction<Manifest, String, InputStream> open, CacheLimit limit) {
        this.open = open;
        this.limit = limit;
    }

    Path fetch(Manifest manifest, Path cache) {
        Path folder = cache.toAbsolutePath();
        Path target =
                folder.resolve(manifest.name()).resolve(CacheLimit.folderName(Sha256.of(ManifestJson.write(manifest))));
        try {
            if (!isWhole(manifest, target)) {
                long size =
                        manifest.files().stream().mapToLong(StoredFile::size).sum();
                limit.makeRoom(folder, size, this::remove);
            }
            synchronized (lock(target)) { // spares this process a second download
                if (!isWhole(manifest, target)) {
                    copy(manifest, folder, target);
                }
                CacheLimit.use(target);
                return target;
            }
        } catch (IOException e) {
            throw failed(cache, e);
        }
    }

    private static Object lock(Path target) {
        return LOCKS.computeIfAbsent(target, path -> new Object());
    }

    private boolean remove(CacheLimit.Copy copy) {
        synchronized (lock(copy.folder())) {
            try {
                if (copy.isUnused()) {
                    delete(copy.folder());
                    return true;
                }
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "The copy " + copy.folder() + " cannot be removed", e);
            }
            return false;
        }
    }

    private static boolean isWhole(Manifest manifest, Path folder) throws IOException {
        for (StoredFile file : manifest.files()) {
            Path local = folder.resolve(file.name());
            if (!Files.isRegularFile(local) || Files.size(local) != file.size()) {
                return false;
            }
        }
        return Files.isDirectory(folder);
    }

    private void copy(Manifest manifest, Path cache, Path target) throws IOException {
        Path unfinished = Files.createDirectories(cache.resolve(UNFINISHED));
        removeAbandoned(unfinished);
        Path folder = Files.createTempDirectory(unfinished, "copy-");
        try {
            for (StoredFile file : manifest.files()) {
                download(manifest, file, folder.resolve(file.name()));
            }
            Files.createDirectories(target.getParent());
            place(manifest, folder, target, unfinished);
        } finally {
            delete(folder);
        }
    }

    private void download(Manifest manifest, StoredFile file, Path target) throws IOException {
        try (InputStream source = open.apply(manifest, file.name());
                OutputStream sink = Files.newOutputStream(target)) {
            source.transferTo(sink);
        }
    }

    private static void place(Manifest manifest, Path folder, Path target, Path unfinished) throws IOException {
        if (Files.exists(target) && !isWhole(manifest, target)) {
            Path damaged = Files.createTempDirectory(unfinished, "damaged-");
            Files.move(target, damaged.resolve("copy"), StandardCopyOption.ATOMIC_MOVE);
            delete(damaged);
        }
        try {
            Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!isWhole(manifest, target)) { // else another process was faster, and its copy is as good
                throw e;
            }
        }
    }

    /** What killed processes left. */
    private static void removeAbandoned(Path unfinished) throws IOException {
        Instant limit = Instant.now().minus(ABANDONED);
        List<Path> folders;
        try (Stream<Path> children = Files.list(unfinished)) {
            folders = children.toList();
        }
        for (Path folder : folders) {
            if (Files.exists(folder)
                    && Files.getLastModifiedTime(folder).toInstant().isBefore(limit)) {
                delete(folder);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static RuntimeException failed(Path cache, IOException e) {
        if (StoreErrors.isDiskFull(e)) {
            return new InsufficientStorageException("The disk of the cache " + cache + " is full.", e);
        }
        return new UncheckedIOException("The cache " + cache + " cannot be used: " + e, e);
    }
}
