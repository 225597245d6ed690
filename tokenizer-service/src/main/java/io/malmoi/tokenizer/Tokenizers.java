package io.malmoi.tokenizer;

import com.google.rpc.Code;
import io.malmoi.artifacts.ArtifactCorruptException;
import io.malmoi.artifacts.ArtifactPage;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.ArtifactWriter;
import io.malmoi.artifacts.Manifest;
import io.malmoi.artifacts.StoredFile;
import io.malmoi.jobs.JobException;
import io.malmoi.service.ResourceName;
import io.malmoi.service.Resources;
import io.malmoi.service.Violations;
import io.malmoi.tokenization.Tokenizer;
import io.malmoi.tokenization.json.TokenizerFormatException;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tokenizers in the object store. Those used lately are kept in memory, so many at most; that one is still there, and still
 * the same, is looked up again after two seconds. Thread-safe.
 */
@Singleton
final class Tokenizers {
    static final String FILE = "tokenizer.json";

    private static final int MOST_LOADED = 32;
    private static final int PAGE = 100;
    private static final long FRESH_NANOS = Duration.ofSeconds(2).toNanos();

    private record Loaded(Manifest manifest, Tokenizer tokenizer, long checkedAt) {
        boolean fresh() {
            return System.nanoTime() - checkedAt < FRESH_NANOS;
        }
    }

    private final ArtifactStore store;
    private final Resources<io.malmoi.v1.Tokenizer> resources;
    private final Map<String, Loaded> loaded = new LinkedHashMap<>(MOST_LOADED, 0.75f, true);

    Tokenizers(ArtifactStore store) {
        this.store = store;
        this.resources = new Resources<>(store, ResourceName.TOKENIZER, io.malmoi.v1.Tokenizer.getDefaultInstance());
    }

    Resources<io.malmoi.v1.Tokenizer> resources() {
        return resources;
    }

    /** What a tokenizer is, but for its origin. */
    static io.malmoi.v1.Tokenizer.Builder describe(Tokenizer tokenizer) {
        return io.malmoi.v1.Tokenizer.newBuilder()
                .setKind(tokenizer.kind())
                .setVocabularySize(tokenizer.vocabularySize())
                .addAllSpecialTokens(tokenizer.specialTokens());
    }

    /** Stores a tokenizer's files; returns the SHA-256 of {@link #FILE}. */
    static String put(Map<String, byte[]> files, ArtifactWriter writer) {
        String sha256 = "";
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            StoredFile stored = writer.put(file.getKey(), new ByteArrayInputStream(file.getValue()));
            sha256 = file.getKey().equals(FILE) ? stored.sha256() : sha256;
        }
        return sha256;
    }

    /** Deletes a tokenizer that no dataset and no model was made with. */
    void delete(String name) {
        new Violations().name("name", name, ResourceName.TOKENIZER).throwIfAny();
        store.get(name);
        for (ResourceName kind : List.of(ResourceName.DATASET, ResourceName.MODEL)) {
            checkUnused(name, kind.collection());
        }
        resources.delete(name);
        synchronized (loaded) {
            loaded.remove(name);
        }
    }

    private void checkUnused(String name, String collection) {
        String token = "";
        do {
            ArtifactPage page = store.list(collection, PAGE, token);
            for (Manifest manifest : page.manifests()) {
                if (manifest.sources().contains(name)) {
                    throw new JobException(
                            Code.FAILED_PRECONDITION,
                            manifest.name() + " was made with " + name + ": delete " + manifest.name() + " first");
                }
            }
            token = page.nextPageToken();
        } while (!token.isEmpty());
    }

    /** The tokenizer of a name. NOT_FOUND: there is none. DATA_LOSS: its file is damaged. */
    Tokenizer get(String name) {
        Loaded known;
        synchronized (loaded) {
            known = loaded.get(name);
        }
        if (known != null && known.fresh()) {
            return known.tokenizer;
        }
        Manifest manifest = store.get(name);
        boolean same = known != null && known.manifest.equals(manifest);
        Tokenizer tokenizer = same ? known.tokenizer : read(manifest);
        keep(name, new Loaded(manifest, tokenizer, System.nanoTime()));
        return tokenizer;
    }

    private void keep(String name, Loaded tokenizer) {
        synchronized (loaded) {
            loaded.put(name, tokenizer);
            if (loaded.size() > MOST_LOADED) {
                loaded.remove(loaded.keySet().iterator().next());
            }
        }
    }

    private Tokenizer read(Manifest manifest) {
        try (InputStream file = store.open(manifest, FILE)) {
            return Tokenizer.read(file);
        } catch (TokenizerFormatException e) {
            throw new ArtifactCorruptException(manifest.name() + ": " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
