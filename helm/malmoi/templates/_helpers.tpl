{{/* The labels of everything. */}}
{{- define "malmoi.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
app.kubernetes.io/part-of: malmoi
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{/* What selects the pods of one service: (dict "root" $ "name" "gateway"). */}}
{{- define "malmoi.selector" -}}
app.kubernetes.io/name: malmoi-{{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}

{{- define "malmoi.fullname" -}}
{{ .root.Release.Name }}-{{ .name }}
{{- end }}

{{/* Where the gateway finds a service. */}}
{{- define "malmoi.address" -}}
{{ if .root.Values.tls.existingSecret }}https://{{ end }}{{ include "malmoi.fullname" . }}:{{ (index .root.Values.services .name).grpcPort }}
{{- end }}

{{- define "malmoi.serviceAccount" -}}
{{ .Values.serviceAccount.name | default .Release.Name }}
{{- end }}

{{- define "malmoi.image" -}}
{{- with .root.Values.image.registry }}{{ . }}/{{ end }}malmoi-{{ .name }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
{{- end }}

{{/* Whether the autoscaler, not the Deployment, says how many replicas there are. */}}
{{- define "malmoi.autoscaled" -}}
{{- if and .root.Values.autoscaling.enabled (eq .name "inference") }}yes{{ end }}
{{- end }}
