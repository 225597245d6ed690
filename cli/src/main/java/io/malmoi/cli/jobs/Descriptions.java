package io.malmoi.cli.jobs;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.malmoi.cli.terminal.Format;
import io.malmoi.v1.Architecture;
import io.malmoi.v1.CleaningStepReport;
import io.malmoi.v1.Corpus;
import io.malmoi.v1.Dataset;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobSpec;
import io.malmoi.v1.Model;
import io.malmoi.v1.Progress;
import io.malmoi.v1.ReadingReport;
import io.malmoi.v1.Rejection;
import io.malmoi.v1.Tokenizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Resources in words. */
public final class Descriptions {
    private Descriptions() {}

    /** What a job is to do: {@code train tokenizers/novels on corpora/novels}. */
    public static String work(JobSpec spec) {
        return switch (spec.getWorkCase()) {
            case IMPORT_CORPUS ->
                "import "
                        + (spec.getImportCorpus().getUpload().isEmpty()
                                ? spec.getImportCorpus().getPrefix()
                                : spec.getImportCorpus().getUpload())
                        + " into "
                        + spec.getImportCorpus().getCorpus();
            case CLEAN_CORPUS ->
                "clean " + spec.getCleanCorpus().getSource() + " into "
                        + spec.getCleanCorpus().getCorpus();
            case CLEAN_SHARD ->
                "clean shard " + (spec.getCleanShard().getShard() + 1) + " of "
                        + spec.getCleanShard().getCorpus().getShards() + " of "
                        + spec.getCleanShard().getCorpus().getSource();
            case STRUCTURE_CORPUS ->
                "structure " + spec.getStructureCorpus().getSource() + " into "
                        + spec.getStructureCorpus().getCorpus();
            case TRAIN_TOKENIZER ->
                "train " + spec.getTrainTokenizer().getTokenizer() + " on "
                        + spec.getTrainTokenizer().getCorpus();
            case BUILD_DATASET ->
                "build " + spec.getBuildDataset().getDataset() + " from "
                        + spec.getBuildDataset().getCorpus();
            case TRAIN_MODEL ->
                "train " + spec.getTrainModel().getModel() + " on "
                        + spec.getTrainModel().getDataset();
            case WORK_NOT_SET -> "nothing";
        };
    }

    /** A job's state, in lower case. */
    public static String state(Job job) {
        return job.getState().name().toLowerCase(Locale.ROOT);
    }

    /** How far a job is, in a few words; empty if it does not say. */
    public static String progress(Progress progress) {
        if (progress.getStage().isEmpty()) {
            return "";
        }
        String percent = progress.getTotal() > 0 ? " " + 100 * progress.getDone() / progress.getTotal() + " %" : "";
        return progress.getStage() + percent;
    }

    /** A corpus in lines. */
    public static List<String> of(Corpus corpus) {
        List<String> lines = new ArrayList<>();
        lines.add(line("name", corpus.getName()));
        lines.add(line(
                "size",
                Format.bytes(corpus.getBytes()) + ", " + Format.count(corpus.getCharacters()) + " characters, "
                        + Format.count(corpus.getLines()) + " lines"));
        lines.add(line("sha256", corpus.getSha256()));
        addIfPresent(lines, "made from", corpus.getSource());
        addIfPresent(lines, "made from", corpus.getImportedFrom());
        addIfPresent(lines, "documents", documents(corpus));
        addReading(lines, corpus.getReading());
        corpus.getCleaningList().forEach(step -> addCleaning(lines, step));
        addIfPresent(lines, "template", corpus.getStructuring().getTemplate());
        lines.addAll(skipped(corpus.getStructuring().getSkippedList()));
        lines.add(line("created", time(corpus.getCreateTime())));
        return lines;
    }

    private static String documents(Corpus corpus) {
        if (corpus.getDocuments() == 0) {
            return "";
        }
        String kept = Format.count(corpus.getDocuments());
        if (corpus.hasStructuring()) {
            return kept + " samples of " + Format.count(corpus.getSourceDocuments());
        }
        return corpus.getSourceDocuments() == 0 ? kept : kept + " of " + Format.count(corpus.getSourceDocuments());
    }

    private static void addReading(List<String> lines, ReadingReport reading) {
        if (reading.getEmptyRecords() > 0) {
            lines.add(line("left out", Format.count(reading.getEmptyRecords()) + " records without text"));
        }
        if (reading.getMalformedRecords() > 0) {
            lines.add(line("left out", Format.count(reading.getMalformedRecords()) + " malformed records"));
            reading.getMalformedExamplesList().forEach(example -> lines.add(line("", "  " + example)));
        }
    }

    private static void addCleaning(List<String> lines, CleaningStepReport step) {
        String dropped =
                step.getDroppedDocuments() == 0 ? "" : ", " + Format.count(step.getDroppedDocuments()) + " dropped";
        lines.add(line(
                "cleaning", step.getStep() + ": " + Format.count(step.getChangedDocuments()) + " changed" + dropped));
        step.getRejectionsList().forEach(rejection -> addRejection(lines, rejection));
    }

    private static void addRejection(List<String> lines, Rejection rejection) {
        lines.add(line("", "  " + rejection.getReason() + ": " + Format.count(rejection.getDocuments())));
        rejection
                .getExamplesList()
                .forEach(example -> lines.add(line("", "    \"" + example.replace('\n', ' ') + "\"")));
    }

    /** Why samples were not made, in lines. */
    public static List<String> skipped(List<Rejection> rejections) {
        List<String> lines = new ArrayList<>();
        if (!rejections.isEmpty()) {
            lines.add(line("skipped", ""));
            rejections.forEach(rejection -> addRejection(lines, rejection));
        }
        return lines;
    }

    /** A tokenizer in lines. */
    public static List<String> of(Tokenizer tokenizer) {
        List<String> lines = new ArrayList<>(List.of(
                line("name", tokenizer.getName()),
                line("kind", tokenizer.getKind()),
                line("vocabulary", Format.count(tokenizer.getVocabularySize()) + " tokens"),
                line("special tokens", String.join(" ", tokenizer.getSpecialTokensList()))));
        if (!tokenizer.getCorpus().isEmpty()) {
            lines.add(line("bytes a token", Format.decimal(tokenizer.getBytesPerToken(), 2)));
            lines.add(line("corpus", tokenizer.getCorpus()));
        }
        if (tokenizer.getLeftOutWords() > 0) {
            lines.add(line("left out", leftOut(tokenizer)));
        }
        lines.add(line("sha256", tokenizer.getSha256()));
        lines.add(line("created", time(tokenizer.getCreateTime())));
        return lines;
    }

    private static String leftOut(Tokenizer tokenizer) {
        return Format.count(tokenizer.getLeftOutWords()) + " of the rarest words, "
                + Format.decimal(100 * tokenizer.getLeftOutShare(), 2)
                + " % of the text's, for want of memory: a larger heap (-Xmx) of the tokenizer service takes them in";
    }

    /** A dataset in lines. */
    public static List<String> of(Dataset dataset) {
        return List.of(
                line("name", dataset.getName()),
                line("train", tokens(dataset.getTrainTokens(), dataset.getLearnedTrainTokens())),
                line("validation", tokens(dataset.getValidationTokens(), dataset.getLearnedValidationTokens())),
                line("documents", Format.count(dataset.getDocuments())),
                line("unigram loss", Format.loss(dataset.getUnigramLoss()) + " nats a token"),
                line("corpus", dataset.getCorpus()),
                line(
                        "tokenizer",
                        dataset.getTokenizer() + ", " + Format.count(dataset.getVocabularySize()) + " tokens"),
                line("created", time(dataset.getCreateTime())));
    }

    private static String tokens(long all, long learned) {
        String part = learned == 0 || learned == all ? "" : ", " + Format.count(learned) + " of them to be learned";
        return Format.count(all) + " tokens" + part;
    }

    /** A model in lines. */
    public static List<String> of(Model model) {
        Architecture shape = model.getArchitecture();
        List<String> lines = new ArrayList<>(List.of(
                line("name", model.getName()),
                line(
                        "shape",
                        shape.getFamily().name().toLowerCase(Locale.ROOT) + ", " + shape.getLayers()
                                + " layers of width " + shape.getWidth() + ", " + shape.getHeads()
                                + " heads, block size " + shape.getBlockSize()),
                line("parameters", Format.count(model.getParameters())),
                line("vocabulary", Format.count(model.getVocabularySize()) + " tokens"),
                line("tokenizer", model.getTokenizer())));
        if (!model.getJob().isEmpty()) {
            lines.addAll(training(model));
        }
        lines.add(line("created", time(model.getCreateTime())));
        return lines;
    }

    /** What is known of models that were trained here. */
    private static List<String> training(Model model) {
        return List.of(
                line(
                        "trained",
                        Format.count(model.getStep()) + " steps, " + Format.count(model.getTokens()) + " tokens"),
                line("train loss", Format.loss(model.getTrainLoss())),
                line(
                        "validation",
                        Format.loss(model.getValidationLoss()) + " (unigram "
                                + Format.loss(model.getUnigramLoss()) + "), "
                                + Format.decimal(model.getBitsPerByte(), 3)
                                + " bits/byte"),
                line("dataset", model.getDataset()),
                line("job", model.getJob()));
    }

    /** A job in lines. */
    public static List<String> of(Job job) {
        List<String> lines = new ArrayList<>();
        lines.add(line("name", job.getName()));
        lines.add(line("work", work(job.getSpec())));
        lines.add(line("state", state(job) + (job.getAttempt() > 1 ? ", attempt " + job.getAttempt() : "")));
        addIfPresent(lines, "progress", progress(job.getProgress()));
        addIfPresent(lines, "result", job.getResult());
        addIfPresent(lines, "error", job.getError().getMessage());
        addIfPresent(lines, "depends on", String.join(", ", job.getDependsOnList()));
        job.getMetricsMap().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(metric -> lines.add(line(metric.getKey(), Format.decimal(metric.getValue(), 4))));
        lines.add(line("request id", job.getRequestId()));
        lines.add(line("created", time(job.getCreateTime())));
        if (job.hasEndTime()) {
            lines.add(line("ended", time(job.getEndTime())));
        }
        return lines;
    }

    /** A point in time, in this machine's time zone. */
    public static String time(Timestamp time) {
        return Format.time(Instant.ofEpochMilli(Timestamps.toMillis(time)));
    }

    private static void addIfPresent(List<String> lines, String label, String value) {
        if (!value.isEmpty()) {
            lines.add(line(label, value));
        }
    }

    private static String line(String label, String value) {
        return String.format("%-18s %s", label, value);
    }
}
