package io.malmoi.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.util.Durations;
import io.malmoi.v1.Architecture;
import io.malmoi.v1.Architecture.Family;
import io.malmoi.v1.BuildDatasetSpec;
import io.malmoi.v1.CleanCorpusSpec;
import io.malmoi.v1.ImportCorpusSpec;
import io.malmoi.v1.JobSpec;
import io.malmoi.v1.NearDuplicates;
import io.malmoi.v1.Normalizer;
import io.malmoi.v1.PreTokenizer;
import io.malmoi.v1.QualityThresholds;
import io.malmoi.v1.SlidingWindow;
import io.malmoi.v1.TrainModelSpec;
import io.malmoi.v1.TrainTokenizerSpec;
import io.malmoi.v1.TrainTokenizerSpec.Preset;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobSpecsTest {
    @Test
    void defaultsOfATrainingAreThoseOfTheContract() {
        TrainModelSpec spec = JobSpecs.withDefaults(training(builder -> {})).getTrainModel();
        assertThat(spec.getArchitecture())
                .isEqualTo(Architecture.newBuilder()
                        .setLayers(6)
                        .setHeads(6)
                        .setWidth(384)
                        .setBlockSize(256)
                        .setFamily(Family.GPT2)
                        .setKeyValueHeads(6)
                        .setInnerWidth(1536)
                        .setHeadDimension(64)
                        .setTiedHead(true)
                        .setQueryKeyValueBias(true)
                        .build());
        assertThat(spec.getSteps()).isEqualTo(1_000);
        assertThat(spec.getBatchSize()).isEqualTo(8);
        assertThat(spec.getGradientAccumulationSteps()).isEqualTo(1);
        assertThat(spec.getLearningRate()).isEqualTo(1e-3);
        assertThat(spec.getMinimumLearningRate()).isCloseTo(1e-4, within(1e-12));
        assertThat(spec.getWarmupSteps()).isEqualTo(50);
        assertThat(spec.getWeightDecay()).isEqualTo(0.1);
        assertThat(spec.getBeta1()).isEqualTo(0.9);
        assertThat(spec.getBeta2()).isEqualTo(0.95);
        assertThat(spec.getGradientClipNorm()).isEqualTo(1);
        assertThat(spec.getEvaluationInterval()).isEqualTo(100);
        assertThat(spec.getCheckpointInterval()).isEqualTo(100);
        assertThat(spec.getSampleInterval()).isEqualTo(100);
    }

    @Test
    void defaultsOfAnArchitectureFollowItsFamily() {
        Architecture qwen2 = complete(Architecture.newBuilder().setFamily(Family.QWEN2));
        assertThat(qwen2.getKeyValueHeads()).isEqualTo(6);
        assertThat(qwen2.getInnerWidth()).isEqualTo(1024);
        assertThat(qwen2.getHeadDimension()).isEqualTo(64);
        assertThat(qwen2.getRopeTheta()).isEqualTo(10_000);
        assertThat(qwen2.getTiedHead()).isTrue();
        assertThat(qwen2.getQueryKeyValueBias()).isTrue();
        Architecture llama =
                complete(Architecture.newBuilder().setFamily(Family.LLAMA).setTiedHead(false));
        assertThat(llama.getTiedHead()).isFalse();
        assertThat(llama.getQueryKeyValueBias()).isFalse();
    }

    private static Architecture complete(Architecture.Builder shape) {
        return JobSpecs.withDefaults(training(spec -> spec.setArchitecture(shape)))
                .getTrainModel()
                .getArchitecture();
    }

    @Test
    void whatADurationDecidesStaysOpen() {
        TrainModelSpec spec = JobSpecs.withDefaults(training(builder -> builder.setDuration(Durations.fromMinutes(3))))
                .getTrainModel();
        assertThat(spec.getSteps()).isZero();
        assertThat(spec.hasWarmupSteps()).isFalse();
        assertThat(spec.getEvaluationInterval()).isZero();
    }

    @Test
    void zeroesThatWereSetStay() {
        TrainModelSpec spec = JobSpecs.withDefaults(training(builder -> builder.setMinimumLearningRate(0)
                        .setWarmupSteps(0)
                        .setWeightDecay(0)
                        .setBeta1(0)
                        .setGradientClipNorm(0)))
                .getTrainModel();
        assertThat(spec.getMinimumLearningRate()).isZero();
        assertThat(spec.getWarmupSteps()).isZero();
        assertThat(spec.getWeightDecay()).isZero();
        assertThat(spec.getBeta1()).isZero();
        assertThat(spec.getGradientClipNorm()).isZero();
    }

    @Test
    void defaultsOfTheOtherJobs() {
        TrainTokenizerSpec tokenizer =
                JobSpecs.withDefaults(tokenizer(builder -> {})).getTrainTokenizer();
        assertThat(tokenizer.getVocabularySize()).isEqualTo(8_000);
        assertThat(tokenizer.getSpecialTokensList()).containsExactly("<|endoftext|>");
        assertThat(tokenizer.getMinimumFrequency()).isEqualTo(2);
        BuildDatasetSpec dataset = JobSpecs.withDefaults(dataset(0)).getBuildDataset();
        assertThat(dataset.getValidationShare()).isEqualTo(0.1);
        assertThat(dataset.hasMinimumDocumentCharacters()).isFalse();
        assertThat(dataset.getMaximumDocumentCharacters()).isEqualTo(300_000);
    }

    @ParameterizedTest
    @CsvSource({
        "0,99,maximum_document_characters,'is 99; it must be from 100 to 300,000'",
        "0,300001,maximum_document_characters,'is 300,001; it must be from 100 to 300,000'",
        "501,1000,minimum_document_characters,'is 501; it must be from 0 to 500'",
        "-1,0,minimum_document_characters,'is -1; it must be from 0 to 150,000'"
    })
    void refusesDocumentSizesThatCannotBe(int minimum, int maximum, String field, String description) {
        JobSpec.Builder spec = dataset(0.1).toBuilder();
        spec.getBuildDatasetBuilder().setMinimumDocumentCharacters(minimum).setMaximumDocumentCharacters(maximum);
        assertThat(JobSpecs.violations(spec.build()))
                .containsExactly(new Violation("build_dataset." + field, description));
    }

    @Test
    void defaultsAreValidAndFillingThemTwiceChangesNothing() {
        for (JobSpec spec :
                List.of(training(builder -> {}), tokenizer(builder -> {}), dataset(0), cleaning("a", "b"))) {
            assertThat(JobSpecs.violations(spec)).isEmpty();
            assertThat(JobSpecs.withDefaults(JobSpecs.withDefaults(spec))).isEqualTo(JobSpecs.withDefaults(spec));
        }
    }

    @Test
    void aWindowSlidesByTheBlockSizeAndShufflesUnlessToldOtherwise() {
        JobSpec window = training(spec -> spec.setSlidingWindow(SlidingWindow.getDefaultInstance()));
        SlidingWindow complete = JobSpecs.withDefaults(window).getTrainModel().getSlidingWindow();
        assertThat(complete.getStride()).isEqualTo(256);
        assertThat(complete.getShuffle() && complete.getDropLast()).isTrue();
        assertFields(
                training(spec -> spec.setGradientAccumulationSteps(2)
                        .setSlidingWindow(
                                SlidingWindow.newBuilder().setStride(-1).setDropLast(false))),
                "sliding_window.stride",
                "sliding_window.drop_last");
    }

    @Test
    void everyWrongFieldOfATrainingIsNamed() {
        assertFields(training(spec -> spec.setModel("tiny").setDataset("")), "model", "dataset");
        assertFields(training(spec -> spec.setSteps(-1)), "steps");
        assertFields(training(spec -> spec.setSteps(100_000_001)), "steps");
        assertFields(training(spec -> spec.setSteps(5).setDuration(Durations.fromSeconds(5))), "duration");
        assertFields(training(spec -> spec.setDuration(Durations.fromSeconds(-5))), "duration");
        assertFields(training(spec -> spec.setDuration(Durations.ZERO)), "duration");
        assertFields(training(spec -> spec.setDuration(Durations.fromDays(366))), "duration");
        assertFields(
                training(spec -> spec.setBatchSize(-1).setGradientAccumulationSteps(65_537)),
                "batch_size",
                "gradient_accumulation_steps");
        assertFields(training(spec -> spec.setLearningRate(1.5)), "learning_rate");
        assertFields(training(spec -> spec.setLearningRate(Double.NaN)), "learning_rate", "minimum_learning_rate");
        assertFields(
                training(spec -> spec.setLearningRate(1e-3).setMinimumLearningRate(2e-3)), "minimum_learning_rate");
        assertFields(training(spec -> spec.setSteps(10).setWarmupSteps(11)), "warmup_steps");
        assertFields(
                training(spec -> spec.setWeightDecay(1.1).setBeta1(1).setBeta2(-0.1)),
                "weight_decay",
                "beta1",
                "beta2");
        assertFields(training(spec -> spec.setGradientClipNorm(Double.POSITIVE_INFINITY)), "gradient_clip_norm");
        assertFields(training(spec -> spec.setPrecisionValue(9)), "precision");
        assertFields(training(spec -> spec.setMatrixKernelValue(9)), "matrix_kernel");
        assertFields(training(spec -> spec.setMatrixKernel(TrainModelSpec.MatrixKernel.ONEDNN)), "matrix_kernel");
        assertFields(
                training(spec ->
                        spec.setEvaluationInterval(-1).setCheckpointInterval(-1).setSampleInterval(-1)),
                "evaluation_interval",
                "checkpoint_interval",
                "sample_interval");
        assertFields(training(spec -> spec.addSamplePrompts("").addSamplePrompts("옛날에")), "sample_prompts[0]");
        assertFields(
                training(spec -> spec.addAllSamplePrompts(List.of("1", "2", "3", "4", "5", "6", "7", "8", "9"))),
                "sample_prompts");
    }

    @Test
    void everyWrongFieldOfAnArchitectureIsNamed() {
        assertFields(
                training(spec -> spec.setArchitecture(Architecture.newBuilder()
                        .setLayers(257)
                        .setHeads(-1)
                        .setWidth(7)
                        .setBlockSize(7)
                        .setDropout(1))),
                "architecture.layers",
                "architecture.heads",
                "architecture.width",
                "architecture.block_size",
                "architecture.dropout");
        assertFields(
                training(spec -> spec.setArchitecture(Architecture.newBuilder().setHeads(7))), "architecture.width");
        assertFields(training(spec -> spec.getArchitectureBuilder().setFamilyValue(9)), "architecture.family");
    }

    @Test
    void anImportNamesACorpusAndKeysOrAnUpload() {
        ImportCorpusSpec.Builder spec =
                ImportCorpusSpec.newBuilder().setCorpus("corpora/c").setPrefix("imports/글/");
        assertFields(JobSpec.newBuilder().setImportCorpus(spec).build());
        spec.setCorpus("datasets/d").setPrefix("/imports").getFormatBuilder().setTypeValue(99);
        assertFields(JobSpec.newBuilder().setImportCorpus(spec).build(), "corpus", "prefix", "format.type");
        spec = ImportCorpusSpec.newBuilder().setCorpus("corpora/c").setPrefix("가".repeat(400));
        assertFields(JobSpec.newBuilder().setImportCorpus(spec).build(), "prefix");
        assertFields(JobSpec.newBuilder().setImportCorpus(spec.clearPrefix()).build(), "prefix");
        assertFields(JobSpec.newBuilder()
                .setImportCorpus(spec.setUpload("uploads/u"))
                .build());
        assertFields(
                JobSpec.newBuilder()
                        .setImportCorpus(spec.setPrefix("imports/").setUpload("u"))
                        .build(),
                "upload",
                "prefix");
    }

    @Test
    void whatAFamilyDoesNotHaveIsNamed() {
        assertFields(
                training(spec -> spec.getArchitectureBuilder()
                        .setKeyValueHeads(3)
                        .setInnerWidth(100)
                        .setHeadDimension(32)
                        .setRopeTheta(1e4)),
                "architecture.key_value_heads",
                "architecture.inner_width",
                "architecture.head_dimension",
                "architecture.rope_theta");
        assertFields(
                training(spec -> spec.getArchitectureBuilder()
                        .setFamily(Family.LLAMA)
                        .setKeyValueHeads(4)
                        .setInnerWidth(-1)
                        .setHeadDimension(33)
                        .setRopeTheta(0.5)
                        .setQueryKeyValueBias(true)),
                "architecture.key_value_heads",
                "architecture.inner_width",
                "architecture.head_dimension",
                "architecture.rope_theta",
                "architecture.query_key_value_bias");
    }

    @Test
    void aViolationTellsTheValueAndWhatIsAllowed() {
        assertThat(JobSpecs.violations(training(spec -> spec.setLearningRate(1.5))))
                .contains(new Violation("train_model.learning_rate", "is 1.5; it must be above 0 and at most 1"));
        assertThat(JobSpecs.violations(training(spec -> spec.setBatchSize(70_000))))
                .containsExactly(new Violation("train_model.batch_size", "is 70,000; it must be from 1 to 65,536"));
    }

    @Test
    void everyWrongFieldOfATokenizerIsNamed() {
        assertFields(tokenizer(spec -> spec.setTokenizer("corpora/a").setCorpus("corpora/A")), "tokenizer", "corpus");
        assertFields(tokenizer(spec -> spec.setVocabularySize(256)), "vocabulary_size");
        assertFields(tokenizer(spec -> spec.setVocabularySize(1_000_001)), "vocabulary_size");
        assertFields(tokenizer(spec -> spec.addSpecialTokens("<a>").addSpecialTokens("<a>")), "special_tokens[1]");
        assertFields(tokenizer(spec -> spec.addSpecialTokens("")), "special_tokens[0]");
        assertFields(tokenizer(spec -> spec.setUnknownToken("[UNK]")), "unknown_token");
        assertFields(tokenizer(spec -> spec.setEndOfWordSuffix("</w>")), "pre_tokenizers");
        assertFields(tokenizer(spec -> spec.setPresetValue(9)), "preset");
        assertFields(tokenizer(spec -> spec.setPreset(Preset.WORD_LEVEL).setLimitAlphabet(5)), "preset");
        assertFields(tokenizer(spec -> spec.addNormalizers(Normalizer.getDefaultInstance())), "normalizers[0]");
        assertFields(
                tokenizer(spec -> spec.addPreTokenizers(
                        PreTokenizer.newBuilder().setSplit(PreTokenizer.Split.getDefaultInstance()))),
                "pre_tokenizers[0].split.pattern");
        assertFields(
                tokenizer(spec -> spec.addPreTokenizers(
                                PreTokenizer.newBuilder().setByteLevel(PreTokenizer.ByteLevel.getDefaultInstance()))
                        .addPreTokenizers(
                                PreTokenizer.newBuilder().setDigits(PreTokenizer.Digits.getDefaultInstance()))),
                "pre_tokenizers[0]");
        assertFields(tokenizer(spec -> spec.setPreset(Preset.WHITESPACE).setVocabularySize(4)), "vocabulary_size");
        assertFields(tokenizer(spec -> spec.addSpecialTokens("가".repeat(257))), "special_tokens[0]");
        assertFields(tokenizer(spec -> spec.setMinimumFrequency(-1)), "minimum_frequency");
        assertThat(JobSpecs.violations(tokenizer(spec -> spec.setVocabularySize(257))))
                .isEmpty();
    }

    @Test
    void everyWrongFieldOfTheOtherJobsIsNamed() {
        for (double share : new double[] {-0.1, 0.51, Double.NaN}) {
            assertFields(dataset(share), "validation_share");
        }
        assertFields(cleaning("a", "a"), "corpus");
        assertFields(cleaning("-a", "a".repeat(64)), "source", "corpus");
        assertThat(JobSpecs.violations(JobSpec.getDefaultInstance()))
                .extracting(Violation::field)
                .containsExactly("work");
    }

    @Test
    void everyWrongFieldOfACleaningIsNamed() {
        JobSpec.Builder spec = cleaning("a", "b").toBuilder();
        spec.getCleanCorpusBuilder()
                .addStepsValue(99)
                .addSteps(CleanCorpusSpec.Step.STEP_UNSPECIFIED)
                .addAdditionalSteps(CleanCorpusSpec.Step.CONTAMINATION)
                .addPersonalDataValue(99)
                .setMaximumLineCharacters(99)
                .setMinimumHangulShare(1.1)
                .addLabels(CleanCorpusSpec.Label.newBuilder().setLabel("전화").addWords(""))
                .setQuality(QualityThresholds.newBuilder()
                        .setMinimumEojeol(-1)
                        .setMaximumEojeolCharacters(0)
                        .setMaximumSymbolShare(-0.1)
                        .setMaximumRepeatedLineShare(Double.NaN)
                        .setMaximumRepeatedNgramShare(2))
                .setNearDuplicates(
                        NearDuplicates.newBuilder().setBands(100).setRows(11).setCharacters(-1));
        spec.getCleanCorpusBuilder().getContaminationBuilder().setCharacters(9);
        assertFields(
                spec.build(),
                "steps[0]",
                "steps[1]",
                "personal_data[0]",
                "maximum_line_characters",
                "minimum_hangul_share",
                "labels[0].label",
                "labels[0].words",
                "quality.minimum_eojeol",
                "quality.maximum_eojeol_characters",
                "quality.maximum_symbol_share",
                "quality.maximum_repeated_line_share",
                "quality.maximum_repeated_ngram_share",
                "near_duplicates.characters",
                "near_duplicates.rows",
                "contamination.corpora",
                "contamination.characters");
    }

    @Test
    void theEvaluationSetIsAnInputOfCleaning() {
        JobSpec.Builder spec = cleaning("a", "b").toBuilder();
        spec.getCleanCorpusBuilder()
                .addAdditionalSteps(CleanCorpusSpec.Step.CONTAMINATION)
                .getContaminationBuilder()
                .addCorpora("corpora/c");
        assertThat(JobSpecs.violations(spec.build())).isEmpty();
        assertThat(JobSpecs.inputs(JobSpecs.withDefaults(spec.build()))).containsExactly("corpora/a", "corpora/c");
        assertThat(JobSpecs.withDefaults(spec.build()).getCleanCorpus().getStepsList())
                .startsWith(CleanCorpusSpec.Step.CONTROL_CHARACTERS)
                .endsWith(CleanCorpusSpec.Step.CONTAMINATION);
    }

    @Test
    void aSpecThatNoMessageCanCarryIsRefused() {
        assertThat(JobSpecs.violations(tokenizer(spec -> spec.addSpecialTokens("가".repeat(200_000)))))
                .containsExactly(new Violation("train_tokenizer", "has 600,033 bytes; at most 524,288"));
    }

    @Test
    void inputsAndOutputOfEachJob() {
        assertThat(JobSpecs.inputs(cleaning("a", "b"))).containsExactly("corpora/a");
        assertThat(JobSpecs.output(cleaning("a", "b"))).isEqualTo("corpora/b");
        assertThat(JobSpecs.inputs(dataset(0))).containsExactly("corpora/a", "tokenizers/a");
        assertThat(JobSpecs.output(dataset(0))).isEqualTo("datasets/a");
        assertThat(JobSpecs.inputs(tokenizer(spec -> {}))).containsExactly("corpora/a");
        assertThat(JobSpecs.output(tokenizer(spec -> {}))).isEqualTo("tokenizers/a");
        assertThat(JobSpecs.inputs(training(spec -> {}))).containsExactly("datasets/a");
        assertThat(JobSpecs.output(training(spec -> {}))).isEqualTo("models/a");
    }

    private static void assertFields(JobSpec spec, String... fields) {
        String prefix = spec.getWorkCase().name().toLowerCase(java.util.Locale.ROOT) + ".";
        assertThat(JobSpecs.violations(spec))
                .extracting(violation -> violation.field().substring(prefix.length()))
                .containsExactly(fields);
    }

    private static JobSpec training(Consumer<TrainModelSpec.Builder> change) {
        TrainModelSpec.Builder spec =
                TrainModelSpec.newBuilder().setModel("models/a").setDataset("datasets/a");
        change.accept(spec);
        return JobSpec.newBuilder().setTrainModel(spec).build();
    }

    private static JobSpec tokenizer(Consumer<TrainTokenizerSpec.Builder> change) {
        TrainTokenizerSpec.Builder spec =
                TrainTokenizerSpec.newBuilder().setTokenizer("tokenizers/a").setCorpus("corpora/a");
        change.accept(spec);
        return JobSpec.newBuilder().setTrainTokenizer(spec).build();
    }

    private static JobSpec dataset(double share) {
        return JobSpec.newBuilder()
                .setBuildDataset(BuildDatasetSpec.newBuilder()
                        .setDataset("datasets/a")
                        .setCorpus("corpora/a")
                        .setTokenizer("tokenizers/a")
                        .setValidationShare(share))
                .build();
    }

    private static JobSpec cleaning(String source, String corpus) {
        return JobSpec.newBuilder()
                .setCleanCorpus(CleanCorpusSpec.newBuilder()
                        .setSource("corpora/" + source)
                        .setCorpus("corpora/" + corpus))
                .build();
    }
}
