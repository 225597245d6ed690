package io.malmoi.spark;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.malmoi.datasets.cleaning.CleaningStream;
import io.malmoi.datasets.cleaning.CleaningStream.ShardFile;
import io.malmoi.datasets.report.CorpusReport;
import io.malmoi.datasets.report.ReportJson;
import io.malmoi.jobs.JobSpecs;
import io.malmoi.jobs.Violation;
import io.malmoi.v1.CleanCorpusSpec;
import io.malmoi.v1.JobSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SerializableWritable;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Cleans a corpus on a Spark cluster: executors clean its shards, the driver puts them together. */
@Command(
        name = "clean-corpus",
        header = "Clean a text as `malmoi corpus clean` does, byte for byte, on Apache Spark.",
        description = {
            "Paths are those of any file system that the cluster knows: hdfs://, s3a://, file:///.",
            "Started again after a failure, it goes on with the shards that are not done."
        })
public final class CleanCorpus implements Callable<Integer> {
    private static final String TEXT = "corpus.txt";
    private static final long SHARD_BYTES = 64 << 20;
    private static final int MOST_SHARDS = 1_000_000;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(
            names = "--source",
            required = true,
            paramLabel = "FILE",
            description = "The text, UTF-8: documents marked with U+001E, or between blank lines, or lines.")
    private String source;

    @Option(
            names = "--target",
            required = true,
            paramLabel = "FOLDER",
            description = "Gets corpus.txt and report.json.")
    private String target;

    @Option(
            names = "--spec",
            paramLabel = "FILE",
            description = "What to do: a CleanCorpusSpec in JSON, as in {\"additionalSteps\": [\"EXACT_DUPLICATES\"]}."
                    + " Default: the usual steps.")
    private String spec;

    @Option(
            names = "--evaluation",
            split = ",",
            paramLabel = "FILE",
            description = "The texts of the evaluation set, for the step CONTAMINATION.")
    private List<String> evaluation = List.of();

    @Option(
            names = "--shards",
            paramLabel = "N",
            description = "Pieces of the text, 1 to 1,000,000. Default: one for every 64 MiB.")
    private Integer shards;

    /** Runs the command under {@code spark-submit}. */
    public static void main(String[] arguments) {
        int exitCode = command().execute(arguments);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    static CommandLine command() {
        return new CommandLine(new CleanCorpus()).setExecutionExceptionHandler((e, command, parsed) -> {
            command.getErr().println("clean-corpus: " + e.getMessage());
            return command.getCommandSpec().exitCodeOnExecutionException();
        });
    }

    @Override
    public Integer call() throws IOException {
        SparkConf settings = new SparkConf().setIfMissing("spark.app.name", "malmoi clean-corpus");
        try (var spark = new JavaSparkContext(settings)) {
            clean(spark);
        }
        return 0;
    }

    private void clean(JavaSparkContext spark) throws IOException {
        Configuration configuration = spark.hadoopConfiguration();
        TextFile folder = TextFile.of(target, configuration);
        if (folder.child(TEXT).exists()) {
            throw new IllegalArgumentException(
                    "--target " + target + " has a " + TEXT + " already; name another folder, or remove it first");
        }
        TextFile text = TextFile.of(source, configuration);
        int count = count(text.size());
        byte[] work = read(configuration);
        TextFile cleaned = folder.child("cleaned-" + identity(work, text, count));
        var task = new ShardTask(
                source,
                cleaned.path().toString(),
                ShardTask.layoutOf(text),
                count,
                work,
                evaluation,
                new SerializableWritable<>(configuration));
        List<Integer> numbers = IntStream.range(0, count).boxed().toList();
        spark.parallelize(new ArrayList<>(numbers), count).map(task::clean).count();
        merge(task, folder);
        cleaned.deleteFolder();
    }

    private int count(long bytes) {
        long count = shards != null ? shards : Math.min(MOST_SHARDS, 1 + bytes / SHARD_BYTES);
        if (count < 1 || count > MOST_SHARDS) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "--shards is %,d; it must be from 1 to %,d", count, MOST_SHARDS));
        }
        return (int) count;
    }

    /** The spec with its defaults. What it says of names is of no use here. */
    private byte[] read(Configuration configuration) throws IOException {
        CleanCorpusSpec.Builder given = CleanCorpusSpec.newBuilder();
        if (spec != null) {
            try (InputStream json = TextFile.of(spec, configuration).open()) {
                JsonFormat.parser().merge(new String(json.readAllBytes(), StandardCharsets.UTF_8), given);
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalArgumentException("--spec " + spec + " is no CleanCorpusSpec: " + e.getMessage(), e);
            }
        }
        given.setSource("corpora/source").setCorpus("corpora/target").clearShards();
        given.getContaminationBuilder().clearCorpora();
        evaluation.forEach(path -> given.getContaminationBuilder().addCorpora("corpora/evaluation"));
        JobSpec complete =
                JobSpecs.withDefaults(JobSpec.newBuilder().setCleanCorpus(given).build());
        List<Violation> violations = JobSpecs.violations(complete);
        if (!violations.isEmpty()) {
            throw new IllegalArgumentException(violations.stream()
                    .map(violation -> violation.field() + " " + violation.description())
                    .collect(Collectors.joining("; ", "--spec: ", "")));
        }
        return complete.getCleanCorpus().toByteArray();
    }

    /** Shards of another text, or cleaned otherwise, are not to be mixed up with these. */
    private String identity(byte[] work, TextFile text, int count) throws IOException {
        String what = String.join(
                "\n",
                HexFormat.of().formatHex(work),
                source,
                Long.toString(text.size()),
                Long.toString(text.changed()),
                Integer.toString(count),
                String.join("\n", evaluation));
        return Integer.toHexString(what.hashCode());
    }

    private static void merge(ShardTask task, TextFile folder) throws IOException {
        List<ShardFile> files = new ArrayList<>();
        for (int shard = 0; shard < task.shards(); shard++) {
            files.add(task.file(shard)::open);
        }
        Path work = Files.createTempDirectory("malmoi-clean-corpus");
        try (CleaningStream clean = CleaningStream.merging(files, task.layout(), task.plan(), work)) {
            folder.child(TEXT).write("driver", clean::transferTo);
            byte[] report = ReportJson.write(CorpusReport.ofCleaning(clean.measured(), null, clean.report()));
            folder.child(ReportJson.FILE).write("driver", stream -> stream.write(report));
        } finally {
            delete(work);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
