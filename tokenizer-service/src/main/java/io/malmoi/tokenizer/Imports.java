package io.malmoi.tokenizer;

import com.google.rpc.Code;
import io.malmoi.artifacts.ArtifactExistsException;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.ArtifactWriter;
import io.malmoi.artifacts.Provenance;
import io.malmoi.jobs.JobException;
import io.malmoi.jobs.Violation;
import io.malmoi.service.ResourceName;
import io.malmoi.service.Violations;
import io.malmoi.tokenization.files.TokenizerImport;
import io.malmoi.tokenization.json.TokenizerFormatException;
import io.malmoi.v1.Tokenizer;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Publishes tokenizers of other projects. */
@Singleton
final class Imports {
    private static final Provenance IMPORT = new Provenance(
            "",
            0,
            Optional.ofNullable(Imports.class.getPackage().getImplementationVersion())
                    .orElse("development"));

    private final ArtifactStore store;
    private final Tokenizers tokenizers;

    Imports(ArtifactStore store, Tokenizers tokenizers) {
        this.store = store;
        this.tokenizers = tokenizers;
    }

    /** Publishes the tokenizer of these files; the same again is no error. */
    Tokenizer create(String id, Map<String, byte[]> files) {
        String name = ResourceName.TOKENIZER.of(id);
        new Violations()
                .name("tokenizer_id", id.isEmpty() ? "" : name, ResourceName.TOKENIZER)
                .throwIfAny();
        TokenizerImport read = read(files);
        Tokenizer.Builder resource = Tokenizers.describe(read.tokenizer());
        try (ArtifactWriter writer = store.create(name, IMPORT)) {
            resource.setSha256(Tokenizers.put(read.files(), writer));
            return tokenizers
                    .resources()
                    .of(writer.publish(tokenizers.resources().json(resource.build()), List.of()));
        } catch (ArtifactExistsException e) {
            Tokenizer there = tokenizers.resources().get(name);
            if (there.getSha256().equals(resource.getSha256())) {
                return there;
            }
            throw new JobException(
                    Code.ALREADY_EXISTS,
                    name + " is there already, with other content: choose another id, or delete " + name + " first");
        }
    }

    private static TokenizerImport read(Map<String, byte[]> files) {
        try {
            return TokenizerImport.of(files);
        } catch (TokenizerFormatException e) {
            throw JobException.invalid(List.of(new Violation("content", e.getMessage())));
        }
    }
}
