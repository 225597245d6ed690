package io.malmoi.data;

import com.google.rpc.Code;
import io.malmoi.datasets.structuring.StructuringPlan;
import io.malmoi.datasets.structuring.Templates;
import io.malmoi.jobs.JobException;
import io.malmoi.jobs.Violation;
import io.malmoi.v1.StructureCorpusSpec;
import io.malmoi.v1.Template;
import java.util.List;

/** Templates between the contract and the makers of samples. */
final class SampleTemplates {
    private static final String GIVEN = "given";

    private SampleTemplates() {}

    /** The built-in templates, without their files. */
    static List<Template> all() {
        return Templates.names().stream()
                .map(name -> get(name).toBuilder().clearContent().build())
                .toList();
    }

    /** NOT_FOUND: no such template. */
    static Template get(String name) {
        String content = Templates.content(name)
                .orElseThrow(() -> new JobException(Code.NOT_FOUND, "there is " + unknown(name)));
        return Template.newBuilder()
                .setName(name)
                .setDescription(Templates.description(name, content))
                .addAllFields(Templates.fields(name, content))
                .addAllSpecialTokens(Templates.specialTokens(name, content))
                .setContent(content)
                .build();
    }

    private static String unknown(String name) {
        return "no template '" + name + "'; there are " + String.join(", ", Templates.names())
                + ", and any other can be given as a file";
    }

    /**
     * The plan of a spec.
     *
     * @throws io.malmoi.datasets.structuring.TemplateException if its template is malformed
     */
    static StructuringPlan plan(StructureCorpusSpec spec) {
        String content = spec.getTemplateContent().isEmpty()
                ? Templates.content(spec.getTemplate())
                        .orElseThrow(() -> JobException.invalid(List.of(
                                new Violation("structure_corpus.template", "is " + unknown(spec.getTemplate())))))
                : spec.getTemplateContent();
        String name = spec.getTemplateContent().isEmpty() ? spec.getTemplate() : GIVEN;
        return StructuringPlan.of(name, content, spec.getColumnsMap(), spec.getCopies(), spec.getSeed());
    }
}
