package io.malmoi.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.stub.BlockingClientCall;
import io.malmoi.v1.Architecture;
import io.malmoi.v1.BuildDatasetSpec;
import io.malmoi.v1.Corpus;
import io.malmoi.v1.CorpusServiceGrpc;
import io.malmoi.v1.CreateCorpusRequest;
import io.malmoi.v1.CreateJobRequest;
import io.malmoi.v1.GenerateRequest;
import io.malmoi.v1.GenerateResponse;
import io.malmoi.v1.GetJobRequest;
import io.malmoi.v1.GetModelRequest;
import io.malmoi.v1.ImportTokenizerRequest;
import io.malmoi.v1.InferenceServiceGrpc;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobEvent;
import io.malmoi.v1.JobServiceGrpc;
import io.malmoi.v1.JobSpec;
import io.malmoi.v1.Model;
import io.malmoi.v1.ModelServiceGrpc;
import io.malmoi.v1.SamplingOptions;
import io.malmoi.v1.Tokenizer;
import io.malmoi.v1.TokenizerServiceGrpc;
import io.malmoi.v1.TrainModelSpec;
import io.malmoi.v1.TrainTokenizerSpec;
import io.malmoi.v1.WatchJobRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** The whole way of a small text to a small model, over gRPC. */
final class Pipeline {
    static final String MODEL = "models/tiny";
    /** The request id of the job that trains the tokenizer. */
    static final String TOKENIZER_REQUEST = "tiny-TRAIN_TOKENIZER";

    private static final String CORPUS = "corpora/tiny";
    private static final String TOKENIZER = "tokenizers/tiny";
    private static final String DATASET = "datasets/tiny";
    private static final int PIECE_BYTES = 1 << 20;

    private Pipeline() {}

    static Corpus upload(Channel channel, String text) throws Exception {
        return upload(channel, "tiny", text.getBytes(StandardCharsets.UTF_8));
    }

    /** Uploads in pieces; stops early if the service refuses. */
    static Corpus upload(Channel channel, String id, byte[] text) throws Exception {
        BlockingClientCall<CreateCorpusRequest, Corpus> call =
                CorpusServiceGrpc.newBlockingV2Stub(channel).createCorpus();
        boolean taken =
                call.write(CreateCorpusRequest.newBuilder().setCorpusId(id).build());
        for (int start = 0; taken && start < text.length; start += PIECE_BYTES) {
            taken = call.write(CreateCorpusRequest.newBuilder()
                    .setContent(ByteString.copyFrom(text, start, Math.min(PIECE_BYTES, text.length - start)))
                    .build());
        }
        call.halfClose();
        return call.read();
    }

    static Tokenizer importTokenizer(Channel channel, String id, byte[] json) throws Exception {
        BlockingClientCall<ImportTokenizerRequest, Tokenizer> call =
                TokenizerServiceGrpc.newBlockingV2Stub(channel).importTokenizer();
        call.write(ImportTokenizerRequest.newBuilder()
                .setTokenizerId(id)
                .setFile("tokenizer.json")
                .setContent(ByteString.copyFrom(json))
                .build());
        call.halfClose();
        return call.read();
    }

    /** Creates all jobs at once, each after the one before; returns their names. The same call again is the same jobs. */
    static List<String> createJobs(Channel channel, long steps) {
        List<String> names = new ArrayList<>();
        for (JobSpec.Builder spec : List.of(tokenizer(), dataset(), train(steps))) {
            CreateJobRequest.Builder request = CreateJobRequest.newBuilder()
                    .setRequestId("tiny-" + spec.getWorkCase())
                    .setSpec(spec);
            if (!names.isEmpty()) {
                request.addDependsOn(names.get(names.size() - 1));
            }
            names.add(JobServiceGrpc.newBlockingStub(channel)
                    .createJob(request.build())
                    .getName());
        }
        return names;
    }

    /** Creates a job that goes on until it is cancelled; returns its name. */
    static String trainForLong(Channel channel) {
        JobSpec.Builder spec = train(1_000_000);
        spec.getTrainModelBuilder().setModel("models/long");
        return JobServiceGrpc.newBlockingStub(channel)
                .createJob(CreateJobRequest.newBuilder().setSpec(spec).build())
                .getName();
    }

    /** Waits until something happens to a job. */
    static JobEvent awaitEvent(Channel channel, String job, Predicate<JobEvent> wanted) throws Exception {
        WatchJobRequest request = WatchJobRequest.newBuilder().setName(job).build();
        try (Context.CancellableContext call = Context.current().withCancellation()) {
            return call.call(() -> {
                Iterator<JobEvent> events =
                        JobServiceGrpc.newBlockingStub(channel).watchJob(request);
                while (events.hasNext()) {
                    JobEvent event = events.next();
                    if (wanted.test(event)) {
                        return event;
                    }
                }
                throw new AssertionError(job + " ended before");
            });
        }
    }

    /** Waits for a job's success and returns it. */
    static Job await(Channel channel, String name) {
        Job job = awaitEnd(channel, name);
        assertThat(job.getState()).as(job.getError().getMessage()).isEqualTo(Job.State.SUCCEEDED);
        return job;
    }

    /** Waits for a job's end, whatever it is, and returns it. */
    static Job awaitEnd(Channel channel, String name) {
        JobServiceGrpc.JobServiceBlockingStub jobs = JobServiceGrpc.newBlockingStub(channel);
        jobs.watchJob(WatchJobRequest.newBuilder().setName(name).build()).forEachRemaining(event -> {});
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> get(jobs, name).hasEndTime());
        return get(jobs, name);
    }

    static Model model(Channel channel) {
        return ModelServiceGrpc.newBlockingStub(channel)
                .getModel(GetModelRequest.newBuilder().setName(MODEL).build());
    }

    /** What the model writes after a prompt, the likeliest token always. */
    static String generate(Channel channel, String prompt) {
        Iterator<GenerateResponse> responses = InferenceServiceGrpc.newBlockingStub(channel)
                .generate(GenerateRequest.newBuilder()
                        .setModel(MODEL)
                        .setPrompt(prompt)
                        .setMaxNewTokens(8)
                        .setSampling(SamplingOptions.newBuilder().setTemperature(0))
                        .build());
        StringBuilder text = new StringBuilder();
        responses.forEachRemaining(response -> text.append(response.getDelta().getText()));
        return text.toString();
    }

    private static JobSpec.Builder tokenizer() {
        TrainTokenizerSpec.Builder spec = TrainTokenizerSpec.newBuilder()
                .setTokenizer(TOKENIZER)
                .setCorpus(CORPUS)
                .setVocabularySize(300);
        return JobSpec.newBuilder().setTrainTokenizer(spec);
    }

    private static JobSpec.Builder dataset() {
        return JobSpec.newBuilder()
                .setBuildDataset(BuildDatasetSpec.newBuilder()
                        .setDataset(DATASET)
                        .setCorpus(CORPUS)
                        .setTokenizer(TOKENIZER));
    }

    private static JobSpec.Builder train(long steps) {
        return JobSpec.newBuilder()
                .setTrainModel(TrainModelSpec.newBuilder()
                        .setModel(MODEL)
                        .setDataset(DATASET)
                        .setArchitecture(Architecture.newBuilder()
                                .setLayers(1)
                                .setHeads(2)
                                .setWidth(16)
                                .setBlockSize(16))
                        .setSteps(steps)
                        .setBatchSize(4)
                        .setPrecision(TrainModelSpec.Precision.FLOAT32)
                        .setMatrixKernel(TrainModelSpec.MatrixKernel.BLAS)
                        .setCheckpointInterval(Math.max(1, steps / 4)));
    }

    private static Job get(JobServiceGrpc.JobServiceBlockingStub jobs, String name) {
        return jobs.getJob(GetJobRequest.newBuilder().setName(name).build());
    }
}
