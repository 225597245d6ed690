package io.malmoi.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.malmoi.v1.JobSpec;
import io.malmoi.v1.StructureCorpusSpec;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class StructureCorpusRulesTest {
    @Test
    void aSpecReadsItsSourceAndPublishesItsCorpus() {
        JobSpec spec = spec(it -> {});
        assertThat(JobSpecs.violations(spec)).isEmpty();
        assertThat(JobSpecs.withDefaults(spec)).isEqualTo(spec);
        assertThat(JobSpecs.inputs(spec)).containsExactly("corpora/a");
        assertThat(JobSpecs.output(spec)).isEqualTo("corpora/b");
        assertThat(JobQueue.of(spec)).isEqualTo(JobQueue.DATASET);
    }

    @Test
    void everyWrongFieldIsNamed() {
        assertFields(it -> it.setSource("a").clearCorpus(), "source", "corpus");
        assertFields(it -> it.setCorpus("corpora/a"), "corpus");
        assertFields(it -> it.clearTemplate(), "template");
        assertFields(it -> it.setTemplateContent("text: a"), "template");
        assertFields(it -> it.clearTemplate().setTemplateContent("a".repeat(65_537)), "template_content");
        assertFields(it -> it.putColumns("a", " "), "columns");
        assertFields(it -> it.putColumns("a".repeat(101), "b"), "columns");
        assertFields(it -> it.setCopies(101), "copies");
        assertFields(it -> it.setCopies(-1), "copies");
    }

    private static void assertFields(Consumer<StructureCorpusSpec.Builder> change, String... fields) {
        assertThat(JobSpecs.violations(spec(change)))
                .extracting(violation -> violation.field().replace("structure_corpus.", ""))
                .containsExactly(fields);
    }

    private static JobSpec spec(Consumer<StructureCorpusSpec.Builder> change) {
        StructureCorpusSpec.Builder spec = StructureCorpusSpec.newBuilder()
                .setSource("corpora/a")
                .setCorpus("corpora/b")
                .setTemplate("alpaca");
        change.accept(spec);
        return JobSpec.newBuilder().setStructureCorpus(spec).build();
    }
}
