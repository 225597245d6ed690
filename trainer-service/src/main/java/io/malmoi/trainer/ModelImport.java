package io.malmoi.trainer;

import com.google.rpc.Code;
import io.malmoi.artifacts.ArtifactExistsException;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.ArtifactWriter;
import io.malmoi.artifacts.Manifest;
import io.malmoi.artifacts.Provenance;
import io.malmoi.jobs.JobException;
import io.malmoi.models.Llama2cCheckpoint;
import io.malmoi.models.ModelConfig;
import io.malmoi.models.ModelFolder;
import io.malmoi.models.ModelFormatException;
import io.malmoi.service.ResourceName;
import io.malmoi.service.Resources;
import io.malmoi.service.Violations;
import io.malmoi.tokenization.Tokenizer;
import io.malmoi.v1.CreateModelRequest;
import io.malmoi.v1.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Publishes models that were trained elsewhere. Thread-safe. */
final class ModelImport {
    private static final List<String> TOKENIZER_FILES =
            List.of("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json");
    private static final Duration LONGEST_UPLOAD = Duration.ofDays(2);
    private static final Provenance UPLOAD = new Provenance(
            "",
            0,
            Optional.ofNullable(ModelImport.class.getPackage().getImplementationVersion())
                    .orElse("development"));

    private final ArtifactStore store;
    private final Path cache;
    private final Path imports;
    private final Resources<Model> models;

    ModelImport(ArtifactStore store, Path cache) {
        this.store = store;
        this.cache = cache;
        this.imports = cache.resolve("imports");
        this.models = new Resources<>(store, ResourceName.MODEL, Model.getDefaultInstance());
    }

    /** Stores, checks and publishes an upload. */
    Model create(ModelUpload upload) throws IOException {
        CreateModelRequest request = upload.first();
        String id = request.getModelId();
        String name = ResourceName.MODEL.of(id);
        new Violations()
                .name("model_id", id.isEmpty() ? "" : name, ResourceName.MODEL)
                .name("tokenizer", request.getTokenizer(), ResourceName.TOKENIZER)
                .throwIfAny();
        Manifest tokenizer = store.get(request.getTokenizer());
        if (store.find(name).isPresent()) {
            throw exists(name);
        }
        removeLeftovers();
        Path folder = Files.createTempDirectory(imports, id);
        try {
            upload.writeTo(folder);
            return publish(name, folder, config(folder), tokenizer);
        } catch (ModelFormatException e) {
            throw new JobException(Code.INVALID_ARGUMENT, withoutPath(e.getMessage(), folder), e);
        } catch (ArtifactExistsException e) {
            throw exists(name);
        } finally {
            ModelFiles.delete(folder);
        }
    }

    /** Of uploads to processes that were killed. */
    private void removeLeftovers() throws IOException {
        Instant old = Instant.now().minus(LONGEST_UPLOAD);
        for (Path folder : ModelFiles.all(Files.createDirectories(imports))) {
            if (Files.getLastModifiedTime(folder).toInstant().isBefore(old)) {
                ModelFiles.delete(folder);
            }
        }
    }

    /** Where the server keeps an upload is nobody's business. */
    private static String withoutPath(String message, Path folder) {
        return message.replace(folder + "/", "").replace(folder.toString(), "the upload");
    }

    /** Converts what is in another format, and checks that all is there. */
    private static ModelConfig config(Path folder) throws IOException {
        List<Path> checkpoints = ModelFiles.all(folder).stream()
                .filter(file -> file.toString().endsWith(".bin"))
                .toList();
        if (!checkpoints.isEmpty()) {
            if (ModelFiles.all(folder).size() > 1) {
                throw new ModelFormatException(
                        "a checkpoint of llama2.c (" + checkpoints.get(0).getFileName()
                                + ") comes alone; PyTorch's *.bin files are not read: save the model as safetensors");
            }
            Llama2cCheckpoint.convert(checkpoints.get(0), folder);
            Files.delete(checkpoints.get(0));
        }
        return ModelFolder.check(folder);
    }

    private Model publish(String name, Path folder, ModelConfig config, Manifest tokenizer) throws IOException {
        Path tokenizerFolder = store.fetch(tokenizer, cache);
        int tokens = Tokenizer.read(tokenizerFolder).vocabularySize();
        if (tokens > config.vocabularySize()) {
            throw new JobException(
                    Code.INVALID_ARGUMENT,
                    "the model has a vocabulary of %,d tokens, but %s has %,d: it was trained with another tokenizer"
                            .formatted(config.vocabularySize(), tokenizer.name(), tokens));
        }
        try (ArtifactWriter writer = store.create(name, UPLOAD)) {
            for (Path file : ModelFiles.all(folder)) {
                writer.put(file.getFileName().toString(), file);
            }
            for (String file : TOKENIZER_FILES) {
                if (Files.exists(tokenizerFolder.resolve(file))) {
                    writer.put(file, tokenizerFolder.resolve(file));
                }
            }
            Model model = Model.newBuilder()
                    .setTokenizer(tokenizer.name())
                    .setTokenizerSha256(tokenizer.file(TOKENIZER_FILES.get(0)).sha256())
                    .setArchitecture(Architectures.of(config))
                    .setVocabularySize(config.vocabularySize())
                    .setParameters(config.parameters())
                    .build();
            return models.of(writer.publish(models.json(model), List.of(tokenizer.name())));
        }
    }

    private static JobException exists(String name) {
        return new JobException(
                Code.ALREADY_EXISTS, name + " is there already: choose another id, or delete " + name + " first");
    }
}
