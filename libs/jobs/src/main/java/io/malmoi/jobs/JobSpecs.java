package io.malmoi.jobs;

import io.malmoi.v1.JobSpec;
import java.util.List;
import java.util.Locale;

/** The rules and defaults of the fields of a {@link JobSpec}, as {@code jobs.proto} documents them. */
public final class JobSpecs {
    /** A spec travels in Kafka messages, which may have a megabyte. */
    private static final int MOST_BYTES = 512 * 1024;

    private JobSpecs() {}

    /** Everything that is wrong with a spec, by the path of the field; empty if nothing is. Defaults need not be filled in. */
    public static List<Violation> violations(JobSpec spec) {
        if (spec.getSerializedSize() > MOST_BYTES) {
            String size =
                    String.format(Locale.ROOT, "has %,d bytes; at most %,d", spec.getSerializedSize(), MOST_BYTES);
            return List.of(new Violation(field(spec), size));
        }
        JobSpec complete = withDefaults(spec);
        FieldRules rules = new FieldRules(field(spec));
        switch (complete.getWorkCase()) {
            case CLEAN_CORPUS -> CleanCorpusRules.check(complete.getCleanCorpus(), rules);
            case CLEAN_SHARD -> {
                return List.of(new Violation(
                        field(spec), "is made by the gateway alone; create a clean_corpus with several shards"));
            }
            case STRUCTURE_CORPUS -> StructureCorpusRules.check(complete.getStructureCorpus(), rules);
            case TRAIN_TOKENIZER -> TrainTokenizerRules.check(complete.getTrainTokenizer(), rules);
            case BUILD_DATASET -> BuildDatasetRules.check(complete.getBuildDataset(), rules);
            case TRAIN_MODEL -> TrainModelRules.check(complete.getTrainModel(), rules);
            case IMPORT_CORPUS -> ImportCorpusRules.check(complete.getImportCorpus(), rules);
            case WORK_NOT_SET -> {
                return List.of(new Violation(
                        "work",
                        "is required: exactly one of import_corpus, clean_corpus, structure_corpus, train_tokenizer, build_dataset and"
                                + " train_model"));
            }
        }
        return rules.violations();
    }

    /**
     * The spec with its documented defaults filled in, so that a recorded job shows what really holds. What depends on a
     * measurement at run time (the number of steps of a {@code duration}, and what follows from it; the precision) stays unset.
     */
    public static JobSpec withDefaults(JobSpec spec) {
        JobSpec.Builder complete = spec.toBuilder();
        switch (spec.getWorkCase()) {
            case CLEAN_CORPUS -> complete.setCleanCorpus(CleanCorpusRules.withDefaults(spec.getCleanCorpus()));
            case TRAIN_TOKENIZER ->
                complete.setTrainTokenizer(TrainTokenizerRules.withDefaults(spec.getTrainTokenizer()));
            case STRUCTURE_CORPUS -> complete.setStructureCorpus(spec.getStructureCorpus());
            case BUILD_DATASET -> complete.setBuildDataset(BuildDatasetRules.withDefaults(spec.getBuildDataset()));
            case TRAIN_MODEL -> complete.setTrainModel(TrainModelRules.withDefaults(spec.getTrainModel()));
            case IMPORT_CORPUS, CLEAN_SHARD, WORK_NOT_SET -> {
                return spec;
            }
        }
        return complete.build();
    }

    /** Names of the artifacts that a job reads. Each must exist, or be the output of a job that it depends on. */
    public static List<String> inputs(JobSpec spec) {
        return switch (spec.getWorkCase()) {
            case CLEAN_CORPUS -> CleanCorpusRules.inputs(spec.getCleanCorpus());
            case CLEAN_SHARD -> CleanCorpusRules.inputs(spec.getCleanShard().getCorpus());
            case STRUCTURE_CORPUS -> List.of(spec.getStructureCorpus().getSource());
            case TRAIN_TOKENIZER -> List.of(spec.getTrainTokenizer().getCorpus());
            case BUILD_DATASET ->
                List.of(
                        spec.getBuildDataset().getCorpus(),
                        spec.getBuildDataset().getTokenizer());
            case TRAIN_MODEL -> List.of(spec.getTrainModel().getDataset());
            case IMPORT_CORPUS, WORK_NOT_SET -> List.of();
        };
    }

    /** Name of the artifact that a job publishes; empty if the spec has no work. */
    public static String output(JobSpec spec) {
        return switch (spec.getWorkCase()) {
            case CLEAN_CORPUS -> spec.getCleanCorpus().getCorpus();
            case CLEAN_SHARD -> spec.getCleanShard().getOutput();
            case STRUCTURE_CORPUS -> spec.getStructureCorpus().getCorpus();
            case TRAIN_TOKENIZER -> spec.getTrainTokenizer().getTokenizer();
            case BUILD_DATASET -> spec.getBuildDataset().getDataset();
            case TRAIN_MODEL -> spec.getTrainModel().getModel();
            case IMPORT_CORPUS -> spec.getImportCorpus().getCorpus();
            case WORK_NOT_SET -> "";
        };
    }

    /** The path of the spec's only field, which has the name of its case. */
    private static String field(JobSpec spec) {
        return spec.getWorkCase().name().toLowerCase(Locale.ROOT);
    }
}
