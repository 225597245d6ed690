package io.malmoi.standalone;

import com.google.rpc.Code;
import io.malmoi.standalone.Routes.GrpcCall;
import io.malmoi.standalone.Routes.HttpCall;
import io.malmoi.v1.CancelJobRequest;
import io.malmoi.v1.CreateJobRequest;
import io.malmoi.v1.DecodeRequest;
import io.malmoi.v1.EncodeRequest;
import io.malmoi.v1.GenerateRequest;
import io.malmoi.v1.InferenceServiceGrpc;
import io.malmoi.v1.JobServiceGrpc;
import io.malmoi.v1.JobSpec;
import io.malmoi.v1.SamplingOptions;
import io.malmoi.v1.TokenizerServiceGrpc;
import io.malmoi.v1.TrainModelSpec;
import io.malmoi.v1.TrainTokenizerSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * One mistake, made over gRPC, HTTP and the command line.
 *
 * @param name what is wrong
 * @param code what every route is to answer
 * @param words what every route is to say
 */
record BadInput(String name, Code code, String words, GrpcCall grpc, HttpCall http, List<String> cli) {
    private static final int LONG_LINE_BYTES = 100_000_000;

    @Override
    public String toString() {
        return name;
    }

    /**
     * All of them, on a Malmoi that has made {@link Pipeline}'s model.
     *
     * @param folder for the files that the command line is given
     * @param ended a job that has succeeded, and was asked for with {@code requestId}
     */
    static Stream<BadInput> all(Path folder, String ended, String requestId) {
        return Stream.of(
                        texts(folder),
                        Stream.of(vocabularySize(), specialTokenTwice(), malformedTokenizer(folder), longText()),
                        Stream.of(unknownDataset(), otherSpec(requestId), endedJob(ended)),
                        Stream.of(unknownModel(), unknownTokenIds(), wrongTokenizer(), damagedCheckpoint()),
                        numbers())
                .flatMap(inputs -> inputs);
    }

    private static Stream<BadInput> texts(Path folder) {
        byte[] broken = "가나다\n말\uD83D\uDE00모이".getBytes(StandardCharsets.UTF_8);
        broken[14] = 'x';
        byte[] longLine = new byte[LONG_LINE_BYTES];
        Arrays.fill(longLine, (byte) 'a');
        return Stream.of(
                text("an empty file", "content: the text is empty", new byte[0], folder),
                text(
                        "white space alone",
                        "content: the text has nothing but white space in its 4 bytes",
                        " \n\t\n".getBytes(StandardCharsets.UTF_8),
                        folder),
                text("no UTF-8", "content: the text is not UTF-8 at byte offset 13, in line 2", broken, folder),
                text("a line of 100 MB", "content: line 1 is longer than 16,777,216 bytes", longLine, folder));
    }

    private static BadInput text(String name, String words, byte[] text, Path folder) {
        Path file = write(folder.resolve(name.replace(' ', '-') + ".txt"), text);
        return new BadInput(
                name,
                Code.INVALID_ARGUMENT,
                words,
                channel -> Pipeline.upload(channel, "bad", text),
                new HttpCall("/v1/corpora?corpus_id=bad", text),
                List.of("corpus", "create", file.toString(), "--id", "bad"));
    }

    private static Path write(Path file, byte[] content) {
        try {
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BadInput vocabularySize() {
        return new BadInput(
                "a vocabulary smaller than its special tokens and the bytes",
                Code.INVALID_ARGUMENT,
                "spec.train_tokenizer.vocabulary_size: is 256",
                create(JobSpec.newBuilder()
                        .setTrainTokenizer(TrainTokenizerSpec.newBuilder()
                                .setTokenizer("tokenizers/bad")
                                .setCorpus("corpora/tiny")
                                .setVocabularySize(256))),
                HttpCall.post(
                        "/v1/jobs",
                        "{\"spec\": {\"trainTokenizer\": {\"tokenizer\": \"tokenizers/bad\","
                                + " \"corpus\": \"corpora/tiny\", \"vocabularySize\": 256}}}"),
                List.of("tokenizer", "train", "--corpus", "tiny", "--id", "bad", "--vocabulary-size", "256"));
    }

    private static BadInput specialTokenTwice() {
        return new BadInput(
                "a special token that is there twice",
                Code.INVALID_ARGUMENT,
                "spec.train_tokenizer.special_tokens[1]: is '<s>' again; each may stand there once: leave it out",
                create(JobSpec.newBuilder()
                        .setTrainTokenizer(TrainTokenizerSpec.newBuilder()
                                .setTokenizer("tokenizers/bad")
                                .setCorpus("corpora/tiny")
                                .addAllSpecialTokens(List.of("<s>", "<s>")))),
                HttpCall.post(
                        "/v1/jobs",
                        "{\"spec\": {\"trainTokenizer\": {\"tokenizer\": \"tokenizers/bad\","
                                + " \"corpus\": \"corpora/tiny\", \"specialTokens\": [\"<s>\", \"<s>\"]}}}"),
                List.of("tokenizer train --corpus tiny --id bad --special-token <s> --special-token <s>".split(" ")));
    }

    private static BadInput malformedTokenizer(Path folder) {
        byte[] json = ("{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0, \"b\": 1, \"ab\": 2},"
                        + " \"merges\": [[\"a\", \"b\"], [\"ab\", \"c\"]]}}")
                .getBytes(StandardCharsets.UTF_8);
        Path file = write(folder.resolve("tokenizer.json"), json);
        return new BadInput(
                "a tokenizer.json that merges an unknown token",
                Code.INVALID_ARGUMENT,
                "content: tokenizer.json: model.merges[1]: \"c\" is not in the vocabulary",
                channel -> Pipeline.importTokenizer(channel, "bad", json),
                new HttpCall("/v1/tokenizers?tokenizer_id=bad", json),
                List.of("tokenizer", "import", file.toString(), "--id", "bad"));
    }

    private static BadInput longText() {
        String text = "a".repeat((4 << 20) + 1);
        return new BadInput(
                "a text over the limit",
                Code.RESOURCE_EXHAUSTED,
                "4194304",
                channel -> TokenizerServiceGrpc.newBlockingStub(channel)
                        .encode(EncodeRequest.newBuilder()
                                .setTokenizer("tokenizers/tiny")
                                .setText(text)
                                .build()),
                HttpCall.post("/v1/tokenizers/tiny:encode", "{\"text\": \"" + text + "\"}"),
                List.of("tokenizer", "encode", "tiny", text));
    }

    private static BadInput unknownDataset() {
        return new BadInput(
                "a dataset that is not there",
                Code.NOT_FOUND,
                "there is no datasets/none; create it first",
                create(JobSpec.newBuilder()
                        .setTrainModel(TrainModelSpec.newBuilder()
                                .setModel("models/bad")
                                .setDataset("datasets/none"))),
                HttpCall.post(
                        "/v1/jobs",
                        "{\"spec\": {\"trainModel\": {\"model\": \"models/bad\", \"dataset\": \"datasets/none\"}}}"),
                List.of("train", "--dataset", "none", "--id", "bad"));
    }

    private static BadInput otherSpec(String requestId) {
        JobSpec.Builder other = JobSpec.newBuilder()
                .setTrainTokenizer(TrainTokenizerSpec.newBuilder()
                        .setTokenizer("tokenizers/other")
                        .setCorpus("corpora/tiny"));
        return new BadInput(
                "a request id that was used for another spec",
                Code.ALREADY_EXISTS,
                "use another request id",
                channel -> JobServiceGrpc.newBlockingStub(channel)
                        .createJob(CreateJobRequest.newBuilder()
                                .setRequestId(requestId)
                                .setSpec(other)
                                .build()),
                HttpCall.post(
                        "/v1/jobs",
                        "{\"requestId\": \"" + requestId + "\", \"spec\": {\"trainTokenizer\":"
                                + " {\"tokenizer\": \"tokenizers/other\", \"corpus\": \"corpora/tiny\"}}}"),
                List.of("tokenizer", "train", "--corpus", "tiny", "--id", "other", "--request-id", requestId));
    }

    private static BadInput endedJob(String job) {
        return new BadInput(
                "cancelling a job that has succeeded",
                Code.FAILED_PRECONDITION,
                job + " has succeeded already and cannot be cancelled",
                channel -> JobServiceGrpc.newBlockingStub(channel)
                        .cancelJob(CancelJobRequest.newBuilder().setName(job).build()),
                HttpCall.post("/v1/" + job + ":cancel", ""),
                List.of("jobs", "cancel", job));
    }

    private static BadInput unknownModel() {
        return new BadInput(
                "a model that is not there",
                Code.NOT_FOUND,
                "models/none",
                generate(GenerateRequest.newBuilder().setModel("models/none").setPrompt("말")),
                HttpCall.post("/v1/models/none:generate", "{\"prompt\": \"말\"}"),
                List.of("generate", "none", "말"));
    }

    private static BadInput unknownTokenIds() {
        return new BadInput(
                "token ids that the tokenizer does not have",
                Code.INVALID_ARGUMENT,
                "ids[1]: is 999, outside the vocabulary",
                channel -> TokenizerServiceGrpc.newBlockingStub(channel)
                        .decode(DecodeRequest.newBuilder()
                                .setTokenizer("tokenizers/tiny")
                                .addAllIds(List.of(1, 999))
                                .build()),
                HttpCall.post("/v1/tokenizers/tiny:decode", "{\"ids\": [1, 999]}"),
                List.of("tokenizer", "decode", "tiny", "1", "999"));
    }

    private static BadInput wrongTokenizer() {
        return new BadInput(
                "the wrong tokenizer",
                Code.FAILED_PRECONDITION,
                "models/tiny was trained with tokenizers/tiny, not with tokenizers/other",
                generate(tiny("말").setTokenizer("tokenizers/other")),
                HttpCall.post("/v1/models/tiny:generate", "{\"prompt\": \"말\", \"tokenizer\": \"tokenizers/other\"}"),
                List.of("generate", "tiny", "말", "--tokenizer", "other"));
    }

    private static BadInput damagedCheckpoint() {
        return new BadInput(
                "a checkpoint that does not match its checksum",
                Code.DATA_LOSS,
                "model.safetensors is damaged: its SHA-256 is not",
                generate(GenerateRequest.newBuilder()
                        .setModel("models/tiny/checkpoints/best")
                        .setPrompt("말")),
                HttpCall.post("/v1/models/tiny/checkpoints/best:generate", "{\"prompt\": \"말\"}"),
                List.of("generate", "models/tiny/checkpoints/best", "말"));
    }

    private static Stream<BadInput> numbers() {
        String prompt = "말".repeat(40);
        return Stream.of(
                number("a temperature below 0", "sampling.temperature: is -1.0", "temperature", "-1"),
                number("top-p 0", "sampling.top_p: is 0.0; it must be above 0 and at most 1", "topP", "0"),
                number("top-p above 1", "sampling.top_p: is 1.5; it must be above 0 and at most 1", "topP", "1.5"),
                new BadInput(
                        "more new tokens than the context holds",
                        Code.INVALID_ARGUMENT,
                        "in the model's block size of 16",
                        generate(tiny("말").setMaxNewTokens(1000)),
                        HttpCall.post("/v1/models/tiny:generate", "{\"prompt\": \"말\", \"maxNewTokens\": 1000}"),
                        List.of("generate", "tiny", "말", "--max-new-tokens", "1000")),
                new BadInput(
                        "a prompt that fills the context",
                        Code.INVALID_ARGUMENT,
                        "leaves no room in the model's block size of 16; shorten it to at most 15 tokens",
                        generate(tiny(prompt)),
                        HttpCall.post("/v1/models/tiny:generate", "{\"prompt\": \"" + prompt + "\"}"),
                        List.of("generate", "tiny", prompt)));
    }

    private static BadInput number(String name, String words, String field, String value) {
        SamplingOptions.Builder sampling = SamplingOptions.newBuilder();
        sampling.setField(
                SamplingOptions.getDescriptor().getFields().stream()
                        .filter(it -> it.getJsonName().equals(field))
                        .findFirst()
                        .orElseThrow(),
                Double.valueOf(value));
        return new BadInput(
                name,
                Code.INVALID_ARGUMENT,
                words,
                generate(tiny("말").setSampling(sampling)),
                HttpCall.post(
                        "/v1/models/tiny:generate",
                        "{\"prompt\": \"말\", \"sampling\": {\"" + field + "\": " + value + "}}"),
                List.of("generate", "tiny", "말", field.equals("topP") ? "--top-p" : "--temperature", value));
    }

    private static GenerateRequest.Builder tiny(String prompt) {
        return GenerateRequest.newBuilder().setModel(Pipeline.MODEL).setPrompt(prompt);
    }

    private static GrpcCall generate(GenerateRequest.Builder request) {
        return channel -> InferenceServiceGrpc.newBlockingStub(channel)
                .generate(request.build())
                .forEachRemaining(response -> {});
    }

    private static GrpcCall create(JobSpec.Builder spec) {
        return channel -> JobServiceGrpc.newBlockingStub(channel)
                .createJob(CreateJobRequest.newBuilder().setSpec(spec).build());
    }
}
