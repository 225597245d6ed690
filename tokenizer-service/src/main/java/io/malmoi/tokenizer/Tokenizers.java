package io.malmoi.tokenizer;

import io.malmoi.artifacts.ArtifactCorruptException;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.Manifest;
import io.malmoi.service.ResourceName;
import io.malmoi.service.Resources;
import io.malmoi.tokenization.Tokenizer;
import io.malmoi.tokenization.TokenizerFormatException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tokenizers in the object store. Those used lately are kept in memory, so many at most; that one is still there, and still
 * the same, is looked up again after two seconds. Thread-safe.
 */
@Singleton
final class Tokenizers {
    static final String FILE = "tokenizer.json";

    private static final int MOST_LOADED = 32;
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

    void delete(String name) {
        resources.delete(name);
        synchronized (loaded) {
            loaded.remove(name);
        }
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
