package io.malmoi.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {
    @Test
    void passesStrictLint() {
        var result = new Helm(Chart.FOLDER).lint().strict().call();

        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "tokenizer", "data", "trainer", "inference"})
    void everyServiceRunsProbedLimitedAndWithoutRights(String service) {
        Chart chart = Chart.render();
        String name = "malmoi-" + service;

        assertThat(chart.container(name, "image")).isEqualTo("malmoi-" + service + ":0.1.0");
        assertThat(chart.container(name, "startupProbe", "httpGet", "path")).isEqualTo("/q/health/started");
        assertThat(chart.container(name, "livenessProbe", "httpGet", "path")).isEqualTo("/q/health/live");
        assertThat(chart.container(name, "readinessProbe", "httpGet", "path")).isEqualTo("/q/health/ready");
        assertThat(chart.container(name, "resources", "limits", "memory")).isNotNull();
        assertThat(chart.container(name, "securityContext", "readOnlyRootFilesystem"))
                .isEqualTo(true);
        assertThat(chart.at("Deployment/" + name, "spec", "template", "spec", "securityContext", "runAsNonRoot"))
                .isEqualTo(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "tokenizer", "data", "trainer", "inference"})
    void everyServiceIsReachableAtThePortsThatItsPodsOpen(String service) {
        Chart chart = Chart.render("services." + service + ".grpcPort", "7001");
        String name = "malmoi-" + service;

        assertThat(chart.at("Service/" + name, "spec", "ports", 1, "port")).isEqualTo(7001);
        assertThat(chart.container(name, "ports", 1, "containerPort")).isEqualTo(7001);
        assertThat(environment(chart, name, "MALMOI_GRPC_PORT")).containsEntry("value", "7001");
        assertThat(chart.at("Service/" + name, "spec", "selector"))
                .isEqualTo(chart.at("Deployment/" + name, "spec", "selector", "matchLabels"));
    }

    @Test
    void theGatewayIsToldWhereTheServicesAre() {
        Chart chart = Chart.render("services.data.grpcPort", "7002");

        assertThat(chart.at("ConfigMap/malmoi-config", "data", "MALMOI_SERVICES_CORPORA"))
                .isEqualTo("malmoi-data:7002");
    }

    @Test
    void secretsComeFromSecretsOnly() {
        Chart chart = Chart.render("objectStore.existingSecret", "mine");

        assertThat(environment(chart, "malmoi-trainer", "MALMOI_OBJECT_STORE_SECRET_KEY"))
                .containsEntry("valueFrom", Map.of("secretKeyRef", Map.of("name", "mine", "key", "secret-key")));
        assertThat(chart.objects().keySet()).noneMatch(o -> o.startsWith("Secret/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"trainer", "inference"})
    void gpusAreAskedForByAValue(String service) {
        String name = "malmoi-" + service;

        assertThat(Chart.render("services." + service + ".gpus", "2")
                        .container(name, "resources", "limits", "nvidia.com/gpu"))
                .isEqualTo(2);
        assertThat(Chart.render().container(name, "resources", "limits", "nvidia.com/gpu"))
                .isNull();
    }

    @Test
    void theAutoscalerAloneSaysHowManyInferenceReplicasThereAre() {
        Chart scaled = Chart.render("autoscaling.waitingRequests", "4");
        Chart fixed = Chart.render("autoscaling.enabled", "false", "services.inference.replicas", "3");

        assertThat(scaled.at("Deployment/malmoi-inference", "spec", "replicas")).isNull();
        assertThat(scaled.at(
                        "HorizontalPodAutoscaler/malmoi-inference", "spec", "metrics", 1, "pods", "metric", "name"))
                .isEqualTo("malmoi_inference_requests_waiting");
        assertThat(fixed.at("Deployment/malmoi-inference", "spec", "replicas")).isEqualTo(3);
        assertThat(fixed.objects()).doesNotContainKey("HorizontalPodAutoscaler/malmoi-inference");
    }

    @Test
    void withCertificatesServicesSpeakTlsWithEachOther() {
        Chart chart = Chart.render("tls.existingSecret", "malmoi-tls");

        assertThat(chart.at("ConfigMap/malmoi-config", "data", "MALMOI_GRPC_CERTIFICATE"))
                .isEqualTo("/etc/malmoi/tls/tls.crt");
        assertThat(chart.at("ConfigMap/malmoi-config", "data", "MALMOI_GRPC_TRUSTED_CERTIFICATES"))
                .isEqualTo("/etc/malmoi/tls/ca.crt");
        assertThat(chart.at("ConfigMap/malmoi-config", "data", "MALMOI_SERVICES_INFERENCE"))
                .isEqualTo("https://malmoi-inference:9095");
        assertThat((List<?>) chart.at("Deployment/malmoi-data", "spec", "template", "spec", "volumes"))
                .anyMatch(v -> "tls".equals(Chart.map(v).get("name")));
    }

    @Test
    void metricsAreReadWithAKey() {
        Chart chart = Chart.render("serviceMonitor.enabled", "true", "serviceMonitor.existingSecret", "scrape");

        assertThat(chart.at("ServiceMonitor/malmoi", "spec", "endpoints", 0, "authorization", "credentials", "name"))
                .isEqualTo("scrape");
    }

    @ParameterizedTest
    @CsvSource({
        "kafka.bootstrapServers, nowhere, bootstrapServers",
        "services.trainer.gpus, -1, gpus",
        "services.gateway.gpus, 1, gpus",
        "gatewayService.type, Door, type",
        "objectStore.endpoint, minio:9000, endpoint",
        "autoscaling.cpuUtilization, 0, cpuUtilization",
        "servces.gateway.replicas, 2, servces",
    })
    void aWrongValueIsRefusedByName(String name, String value, String named) {
        assertThatThrownBy(() -> Chart.text(name, value)).hasMessageContaining(named);
    }

    private static Map<String, Object> environment(Chart chart, String deployment, String variable) {
        return ((List<?>) chart.container(deployment, "env"))
                .stream()
                        .map(Chart::map)
                        .filter(e -> variable.equals(e.get("name")))
                        .findFirst()
                        .orElseThrow();
    }
}
