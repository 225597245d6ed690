package io.malmoi.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.ArtifactWriter;
import io.malmoi.artifacts.Provenance;
import io.malmoi.models.Decoder;
import io.malmoi.models.DecoderOptions;
import io.malmoi.models.LlamaConfig;
import io.malmoi.models.LlamaConfig.Family;
import io.malmoi.models.Precision;
import io.malmoi.models.RotaryEmbedding;
import io.malmoi.models.TrainingOptions;
import io.malmoi.models.TrainingSession;
import io.malmoi.service.GrpcServer;
import io.malmoi.tokenization.training.BpeSettings;
import io.malmoi.tokenization.training.BpeTrainer;
import io.malmoi.v1.Architecture;
import io.malmoi.v1.CreateModelRequest;
import io.malmoi.v1.GetModelRequest;
import io.malmoi.v1.Model;
import io.malmoi.v1.ModelServiceGrpc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models from elsewhere, uploaded over gRPC. */
@QuarkusTest
@QuarkusTestResource(TrainerServiceTest.Surroundings.class)
class ModelImportTest {
    private static final int PIECE_BYTES = 10_000;

    @Inject
    GrpcServer server;

    @Inject
    ArtifactStore store;

    @TempDir
    Path folder;

    private ManagedChannel channel;

    @BeforeEach
    void prepare() throws IOException {
        channel = Grpc.newChannelBuilder("127.0.0.1:" + server.port(), InsecureChannelCredentials.create())
                .build();
        store.createBucket();
        if (store.find("tokenizers/imports").isEmpty()) {
            publishTokenizer();
        }
    }

    private void publishTokenizer() throws IOException {
        byte[] text = "가나다 가나다 가나다".getBytes(StandardCharsets.UTF_8);
        Path files = Files.createDirectory(folder.resolve("tokenizer"));
        new BpeTrainer(BpeSettings.ofSize(260))
                .train(new ByteArrayInputStream(text), text.length, (stage, done, total, unit) -> {})
                .tokenizer()
                .save(files, 0);
        try (ArtifactWriter writer = store.create("tokenizers/imports", new Provenance("jobs/t", 1, "test"))) {
            for (Path file : ModelFiles.all(files)) {
                writer.put(file.getFileName().toString(), file);
            }
            writer.publish(new ObjectMapper().createObjectNode(), List.of());
        }
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    /** A Qwen 3 whose vocabulary is padded beyond the tokenizer's. */
    private Path model(int vocabularySize) throws IOException {
        LlamaConfig config = new LlamaConfig(
                Family.QWEN3, vocabularySize, 64, 16, 24, 1, 4, 2, 8, RotaryEmbedding.LLAMA, 0, 1e-6, 0.02, false, 0);
        Path files = Files.createTempDirectory(folder, "model");
        try (TrainingSession session = TrainingSession.create(config, TrainingOptions.defaults())) {
            session.save(files);
        }
        return files;
    }

    private Model upload(String id, List<Path> files) throws Exception {
        BlockingClientCall<CreateModelRequest, Model> call =
                ModelServiceGrpc.newBlockingV2Stub(channel).createModel();
        call.write(CreateModelRequest.newBuilder()
                .setModelId(id)
                .setTokenizer("tokenizers/imports")
                .build());
        for (Path file : files) {
            call.write(CreateModelRequest.newBuilder()
                    .setFile(file.getFileName().toString())
                    .build());
            byte[] content = Files.readAllBytes(file);
            for (int at = 0; at < content.length; at += PIECE_BYTES) {
                int length = Math.min(PIECE_BYTES, content.length - at);
                call.write(CreateModelRequest.newBuilder()
                        .setContent(ByteString.copyFrom(content, at, length))
                        .build());
            }
        }
        call.halfClose();
        return call.read();
    }

    @Test
    void publishesWhatWasUploaded() throws Exception {
        Path files = model(300);
        Model model = upload("brought", ModelFiles.all(files));
        assertThat(model.getArchitecture().getFamily()).isEqualTo(Architecture.Family.QWEN3);
        assertThat(model.getArchitecture().getKeyValueHeads()).isEqualTo(2);
        assertThat(model.getVocabularySize()).isEqualTo(300);
        assertThat(model.getTokenizer()).isEqualTo("tokenizers/imports");
        assertThat(ModelServiceGrpc.newBlockingStub(channel)
                        .getModel(GetModelRequest.newBuilder()
                                .setName("models/brought")
                                .build()))
                .isEqualTo(model);
        assertThat(store.get("models/brought").file("tokenizer.json").sha256()).isEqualTo(model.getTokenizerSha256());
        Path fetched = store.fetch(store.get("models/brought"), folder.resolve("fetched"));
        DecoderOptions options = new DecoderOptions(1, Precision.FLOAT32);
        try (Decoder there = Decoder.load(fetched, options);
                Decoder here = Decoder.load(files, options)) {
            int[] prompt = {1, 2, 3};
            assertThat(there.prefill(List.of(prompt)).get(0).logits())
                    .isEqualTo(here.prefill(List.of(prompt)).get(0).logits());
        }
        assertRefused("brought", ModelFiles.all(files), Status.Code.ALREADY_EXISTS, "models/brought is there already");
    }

    @Test
    void saysWhatIsWrongWithAnUpload() throws Exception {
        Path files = model(300);
        Path config = files.resolve("config.json");
        Path weights = files.resolve("model.safetensors");
        assertRefused("Wrong", List.of(config), Status.Code.INVALID_ARGUMENT, "model_id");
        assertRefused("wrong", List.of(config), Status.Code.INVALID_ARGUMENT, "there is no file model.safetensors");
        assertRefused("wrong", List.of(weights), Status.Code.INVALID_ARGUMENT, "there is no config.json");
        assertRefused("wrong", List.of(config, config), Status.Code.INVALID_ARGUMENT, "names config.json twice");
        Path other = Files.writeString(files.resolve("pickle.pt"), "x");
        assertRefused("wrong", List.of(other), Status.Code.INVALID_ARGUMENT, "is 'pickle.pt'");
        Files.writeString(
                config, Files.readString(config).replace("\"intermediate_size\" : 24", "\"intermediate_size\" : 25"));
        assertRefused(
                "wrong",
                List.of(config, weights),
                Status.Code.INVALID_ARGUMENT,
                "model.layers.0.mlp.gate_proj.weight has shape [24, 16], not [25, 16]");
        assertRefused(
                "wrong", ModelFiles.all(model(259)), Status.Code.INVALID_ARGUMENT, "but tokenizers/imports has 260");
        Path checkpoint = Files.write(files.resolve("model.bin"), new byte[100]);
        assertRefused("wrong", List.of(checkpoint), Status.Code.INVALID_ARGUMENT, "no checkpoint of llama2.c");
        assertThat(store.find("models/wrong")).isEmpty();
    }

    private void assertRefused(String id, List<Path> files, Status.Code code, String message) {
        assertThatThrownBy(() -> upload(id, files)).isInstanceOfSatisfying(StatusException.class, failure -> {
            assertThat(failure.getStatus().getCode()).isEqualTo(code);
            assertThat(failure.getStatus().getDescription()).contains(message).doesNotContain("/imports/wrong");
        });
    }
}
