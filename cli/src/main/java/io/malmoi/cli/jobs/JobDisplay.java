package io.malmoi.cli.jobs;

import io.malmoi.cli.terminal.Console;
import io.malmoi.cli.terminal.Console.Style;
import io.malmoi.cli.terminal.Format;
import io.malmoi.cli.terminal.LossChart;
import io.malmoi.cli.terminal.ProgressBar;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobEvent;
import io.malmoi.v1.Metrics;
import io.malmoi.v1.Progress;
import io.malmoi.v1.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Shows on standard error what happens to one job. */
public final class JobDisplay {
    private static final int MOST_NAMES = 3;

    private final Console console;
    private final ProgressBar bar;
    private final TrainingHistory history = new TrainingHistory();

    /** A display on this console. */
    public JobDisplay(Console console) {
        this.console = console;
        this.bar = new ProgressBar(console);
    }

    /** The losses seen so far. */
    public TrainingHistory history() {
        return history;
    }

    /** Shows one event. */
    public void show(JobEvent event) {
        switch (event.getEventCase()) {
            case CREATED -> showCreated(event.getCreated().getJob());
            case QUEUED -> console.status("  waits for a worker");
            case STARTED -> showStarted(event);
            case PROGRESS -> showProgress(event.getProgress());
            case METRICS -> showMetrics(event.getMetrics());
            case SAMPLE -> showSample(event.getSample());
            case CANCEL_REQUESTED -> console.note("  stopping, as asked");
            case SUCCEEDED -> showSucceeded(event.getSucceeded().getResult());
            case FAILED ->
                console.note(console.styled(Style.RED, "✗ ") + "failed: "
                        + event.getFailed().getError().getMessage());
            case CANCELLED -> console.note(console.styled(Style.YELLOW, "✗ ") + "cancelled");
            default -> {}
        }
    }

    private void showCreated(Job job) {
        console.note(console.styled(Style.BOLD, "● " + Descriptions.work(job.getSpec())) + "  "
                + console.styled(Style.DIM, job.getName()));
        if (job.getDependsOnCount() > 0) {
            console.status("  waits for "
                    + (job.getDependsOnCount() <= MOST_NAMES
                            ? String.join(", ", job.getDependsOnList())
                            : job.getDependsOnCount() + " jobs"));
        }
    }

    private void showStarted(JobEvent event) {
        if (event.getAttempt() > 1) {
            console.note("  taken up again, attempt " + event.getAttempt());
        }
    }

    private void showProgress(Progress progress) {
        Duration remaining = Duration.ofSeconds(progress.getRemaining().getSeconds());
        bar.show(new ProgressBar.Reading(
                progress.getStage(),
                progress.getDone(),
                progress.getTotal(),
                progress.getUnit(),
                progress.getRate(),
                remaining,
                trainingNote()));
    }

    private String trainingNote() {
        OptionalDouble loss = history.newest("train_loss");
        OptionalDouble rate = history.newest("tokens_per_second");
        String note = rate.isPresent() ? Format.shortCount(rate.getAsDouble()) + " tokens/s" : "";
        return loss.isPresent() ? (note + "  loss " + Format.loss(loss.getAsDouble())).strip() : note;
    }

    private void showMetrics(Metrics metrics) {
        history.add(metrics);
        if (!metrics.containsValues("validation_loss")) {
            return;
        }
        List<String> parts = new ArrayList<>();
        parts.add(String.format("  step %6s", Format.count(metrics.getStep())));
        history.newest("train_loss").ifPresent(loss -> parts.add("train " + Format.loss(loss)));
        String validation = "validation " + Format.loss(metrics.getValuesOrThrow("validation_loss"));
        OptionalDouble unigram = history.newest("unigram_loss");
        parts.add(validation + (unigram.isPresent() ? " (unigram " + Format.loss(unigram.getAsDouble()) + ")" : ""));
        history.newest("bits_per_byte").ifPresent(bits -> parts.add(Format.decimal(bits, 3) + " bits/byte"));
        history.newest("tokens_per_second").ifPresent(rate -> parts.add(Format.shortCount(rate) + " tokens/s"));
        console.note(String.join("  ", parts));
    }

    private void showSample(Sample sample) {
        String text = sample.getText().stripTrailing().replaceAll("\\R+", " ⏎ ");
        console.note(
                "    " + console.styled(Style.DIM, "“" + sample.getPrompt()) + text + console.styled(Style.DIM, "”"));
    }

    private void showSucceeded(String result) {
        LossChart.draw(history.curves(), console.terminals().columns(), console::styled)
                .forEach(console::note);
        console.note(console.styled(Style.GREEN, "✓ ") + result);
    }
}
