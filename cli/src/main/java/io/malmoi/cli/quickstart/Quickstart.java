package io.malmoi.cli.quickstart;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.malmoi.cli.client.CliException;
import io.malmoi.cli.client.Client;
import io.malmoi.cli.client.CorpusUpload;
import io.malmoi.cli.client.ExitCode;
import io.malmoi.cli.client.Generation;
import io.malmoi.cli.jobs.JobDisplay;
import io.malmoi.cli.jobs.JobWatcher;
import io.malmoi.cli.terminal.Console;
import io.malmoi.cli.terminal.Console.Style;
import io.malmoi.cli.terminal.Format;
import io.malmoi.cli.terminal.UploadBar;
import io.malmoi.v1.CancelJobRequest;
import io.malmoi.v1.Corpus;
import io.malmoi.v1.CreateCorpusRequest;
import io.malmoi.v1.CreateJobRequest;
import io.malmoi.v1.Dataset;
import io.malmoi.v1.GenerateRequest;
import io.malmoi.v1.GetDatasetRequest;
import io.malmoi.v1.GetModelRequest;
import io.malmoi.v1.Job;
import io.malmoi.v1.Model;
import io.malmoi.v1.SamplingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From a text to a model that continues a prompt, through the services of a Malmoi. */
public final class Quickstart {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORTEST_TRAINING = Duration.ofSeconds(10);
    private static final double TEMPERATURE = 0.8;
    private static final double TOP_P = 0.95;
    private static final int SEED = 42;

    private final Client client;
    private final Console console;
    private final Order order;

    /** A quickstart as ordered, over a connection that stays the caller's. */
    public Quickstart(Client client, Console console, Order order) {
        this.client = client;
        this.console = console;
        this.order = order;
    }

    /** Does all of it, showing what happens on standard error; takes up what an earlier run has begun. */
    public Result run(Map<String, Job> jobsByRequest) throws IOException {
        Corpus corpus = upload();
        if (order.fresh()) {
            Run.unfinished(order.corpusId(), jobsByRequest).forEach(this::cancel);
        }
        Recipe recipe = recipe(corpus, jobsByRequest);
        Map<String, Job> stages = createJobs(recipe, jobsByRequest);
        Job trained = null;
        for (Job job : stages.values()) {
            trained = follow(job);
        }
        Dataset dataset = client.datasets()
                .getDataset(
                        GetDatasetRequest.newBuilder().setName(recipe.dataset()).build());
        Model model = client.models()
                .getModel(GetModelRequest.newBuilder().setName(recipe.model()).build());
        String text = generate(model.getName(), recipe.prompt());
        return new Result(
                corpus,
                dataset,
                model,
                trained.getMetricsOrDefault("tokens_per_second", 0),
                order.elapsed().toMillis() / 1000.0,
                recipe.prompt(),
                text);
    }

    private Corpus upload() throws IOException {
        UploadBar bar = new UploadBar(console, Files.size(order.text()));
        Corpus corpus = CorpusUpload.send(
                client.uploads(),
                CreateCorpusRequest.newBuilder().setCorpusId(order.corpusId()).build(),
                List.of(new CorpusUpload.Source("", () -> Files.newInputStream(order.text()))),
                bar::show);
        console.note(console.styled(Style.BOLD, "● upload " + order.text().getFileName() + " as " + corpus.getName())
                + "  " + Format.bytes(corpus.getBytes()) + ", " + Format.count(corpus.getCharacters()) + " characters");
        return corpus;
    }

    private Recipe recipe(Corpus corpus, Map<String, Job> jobsByRequest) {
        Run run = Run.choose(order.corpusId(), order.length(), jobsByRequest, order.fresh());
        return new Recipe(corpus.getName(), corpus.getBytes(), run, trainingTime(corpus.getBytes()), order.prompt());
    }

    private Duration trainingTime(long corpusBytes) {
        if (order.budget() == null) {
            return null;
        }
        Duration left = order.budget().minus(order.elapsed()).minus(Recipe.otherWork(corpusBytes));
        return left.compareTo(SHORTEST_TRAINING) < 0 ? SHORTEST_TRAINING : left;
    }

    /** Creates at once all jobs that are not there yet, each after the one before, so that they go on without this client. */
    private Map<String, Job> createJobs(Recipe recipe, Map<String, Job> jobsByRequest) {
        Map<String, Job> stages = new LinkedHashMap<>();
        CreateJobRequest.Builder request = CreateJobRequest.newBuilder();
        for (String stage : Run.STAGES) {
            String requestId = recipe.run().requestId(stage);
            request.setRequestId(requestId).setSpec(recipe.spec(stage));
            Job job = jobsByRequest.containsKey(requestId)
                    ? jobsByRequest.get(requestId)
                    : client.jobs().createJob(request.build());
            request.clearDependsOn().addDependsOn(job.getName());
            stages.put(stage, job);
        }
        return stages;
    }

    /** What is given up must not keep the workers. */
    private void cancel(Job job) {
        try {
            client.jobs()
                    .cancelJob(
                            CancelJobRequest.newBuilder().setName(job.getName()).build());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.FAILED_PRECONDITION) { // else it has just ended
                throw e;
            }
        }
    }

    private Job follow(Job job) {
        JobDisplay display = new JobDisplay(console);
        Job ended = new JobWatcher(client, PATIENCE).watch(job.getName(), 0, display::show);
        if (ended.getState() != Job.State.SUCCEEDED) {
            throw new CliException(
                    ExitCode.JOB_ENDED_BADLY,
                    ended.getState() == Job.State.CANCELLED
                            ? ended.getName() + " was cancelled; run quickstart again to begin anew"
                            : ended.getError().getMessage());
        }
        return ended;
    }

    private String generate(String model, String prompt) {
        console.note(console.styled(Style.BOLD, "● " + model + " continues"));
        console.note("");
        console.write(console.styled(Style.DIM, prompt));
        Generation generation = Generation.run(
                client,
                GenerateRequest.newBuilder()
                        .setModel(model)
                        .setPrompt(prompt)
                        .setSampling(SamplingOptions.newBuilder()
                                .setTemperature(TEMPERATURE)
                                .setTopP(TOP_P)
                                .setSeed(SEED))
                        .build(),
                console::write);
        console.note("");
        console.note("");
        console.note(console.styled(Style.DIM, generation.summary()));
        return generation.text();
    }
}
