"""The files in `deploy` and their page say what is: variables, commands, ports, paths and names of one another exist."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

from api.app import create_app
from api.cli import app
from api.config import PREFIX, Settings
from api.services.office import Office
from tests.api.conftest import one_kind

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
PAGE = ROOT / "docs" / "scale.md"
COMPOSE = DEPLOY / "compose.yaml"
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
FILES = [path for path in sorted(DEPLOY.rglob("*")) if path.is_file()]
COMMAND = r"(?:^|`|-- |\.\.\. )(expertmatch [a-z]+(?: --[a-z-]+)?)"
NAME = "app.kubernetes.io/name"


def words(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(words(COMPOSE))
    return found


def manifests() -> Iterator[dict[str, Any]]:
    for path in MANIFESTS:
        yield from yaml.safe_load_all(words(path))


def of_kind(kind: str) -> list[dict[str, Any]]:
    return [one for one in manifests() if one["kind"] == kind]


def pods() -> Iterator[dict[str, Any]]:
    for one in of_kind("Deployment"):
        yield one["spec"]["template"]


def containers() -> Iterator[dict[str, Any]]:
    for pod in pods():
        yield from pod["spec"]["containers"]


@pytest.mark.parametrize("path", [PAGE, *FILES], ids=lambda path: path.name)
def test_every_variable_named_exists_and_no_registry_is(path: Path) -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(rf"{PREFIX}[A-Z_]*[A-Z]", words(path))) <= known
    assert not re.search(r"pypi|pythonhosted|download\.pytorch|docker\.io|ghcr|quay", words(path))


def test_every_command_named_exists() -> None:
    known = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    given = [
        service["command"] for service in compose()["services"].values() if "expertmatch" in service.get("command", ())
    ]
    given += [container["command"] for container in containers() if "command" in container]
    given += [found.split() for found in re.findall(COMMAND, words(PAGE), re.MULTILINE)]
    for command in given:
        assert command[1] in known, command
        options = {option for parameter in known[command[1]].params for option in parameter.opts}
        assert {word for word in command[2:] if word.startswith("--")} <= options, command


def test_no_secret_stands_in_a_file() -> None:
    for service in compose()["services"].values():
        for name, value in service.get("environment", {}).items():
            if re.search("SECRET|PASSWORD|DATABASE$|REPLICA$", name):
                assert "${" in value, name
    for container in containers():
        for variable in container["env"]:
            assert "valueFrom" in variable or "$(DATABASE_PASSWORD)" in variable["value"], variable["name"]
    (settings,) = of_kind("ConfigMap")
    assert not [name for name in settings["data"] if re.search("SECRET|PASSWORD", name)]


def test_compose_runs_services_workers_two_servers_and_a_proxy_before_them() -> None:
    services = compose()["services"]
    assert set(services) == {"proxy", "service", "worker", "primary", "standby"}
    assert services["service"]["environment"] == services["worker"]["environment"]
    assert [name for name, one in services.items() if "ports" in one] == ["proxy"]  # whose word on addresses is taken
    assert services["primary"]["image"] == services["standby"]["image"]
    assert services["service"]["build"]["dockerfile"] == "Containerfile"
    used = {mount.split(":")[0] for one in services.values() for mount in one["volumes"]}
    assert {name for name in used if not name.startswith((".", "$"))} == set(compose()["volumes"])
    for name in used:
        assert not name.startswith(".") or (DEPLOY / name).exists(), name


def test_the_proxy_finds_the_service_and_lets_documents_through() -> None:
    template = words(DEPLOY / "proxy" / "default.conf.template")
    assert f"server service:{Settings.model_fields['port'].default} " in template
    assert re.findall(r"listen (\d+)", template) == [compose()["services"]["proxy"]["ports"][0].split(":")[1]]
    assert re.findall(r"client_max_body_size \w+;", template) == re.findall(
        r"client_max_body_size \w+;", words(ROOT / "docs" / "operation.md")
    )
    filled = set(re.findall(r"\$\{(\w+)\}", template))
    assert filled <= {"NGINX_LOCAL_RESOLVERS", *compose()["services"]["proxy"]["environment"]}


def test_a_desk_stays_with_one_process_and_the_rest_goes_to_who_has_least_to_do() -> None:
    template = words(DEPLOY / "proxy" / "default.conf.template")
    desks = re.search(r"location ~ (\S+) \{ proxy_pass http://desks; \}", template)
    assert desks is not None and re.match(desks[1], "/shortlists/one/try") and not re.match(desks[1], "/experts/one")
    by = "nginx.ingress.kubernetes.io/"
    notes = {path["path"]: one["metadata"]["annotations"] for one in of_kind("Ingress") for path in paths_of(one)}
    assert set(notes) == {"/", "/shortlists"}
    assert notes["/"].pop(f"{by}load-balance") == "ewma"
    assert "$http_cookie" in notes["/shortlists"].pop(f"{by}upstream-hash-by")
    assert notes["/"] == notes["/shortlists"] and len(notes["/"]) == 2
    targets = [path["backend"]["service"]["name"] for one in of_kind("Ingress") for path in paths_of(one)]
    assert len(set(targets)) == 2  # the controller has one rule for each Service


def paths_of(ingress: Any) -> list[Any]:
    return [path for rule in ingress["spec"]["rules"] for path in rule["http"]["paths"]]


def test_what_a_pod_refers_to_is_there() -> None:
    (settings,), (cluster,) = of_kind("ConfigMap"), of_kind("Cluster")
    database = cluster["metadata"]["name"]
    for container in containers():
        assert [source["configMapRef"]["name"] for source in container["envFrom"]] == [settings["metadata"]["name"]]
        values = {variable["name"]: variable.get("value", "") for variable in container["env"]}
        assert (
            f"@{database}-rw:5432/{cluster['spec']['bootstrap']['initdb']['database']}" in values[f"{PREFIX}DATABASE"]
        )
        secrets = {v["valueFrom"]["secretKeyRef"]["name"] for v in container["env"] if "valueFrom" in v}
        assert secrets == {f"{database}-app", "expertmatch"}
        assert settings["data"][f"{PREFIX}RETRIEVAL"] == "postgres"  # the folders of a pod go with it
    for pod in pods():
        volumes = {volume["name"] for volume in pod["spec"]["volumes"]}
        assert {mount["name"] for one in pod["spec"]["containers"] for mount in one["volumeMounts"]} == volumes
        assert pod["spec"]["securityContext"]["runAsUser"] == int(
            re.findall(r"USER (\d+)", words(ROOT / "Containerfile"))[0]
        )


def test_no_pod_reads_from_a_name_that_stands_for_several_servers() -> None:
    (cluster,) = of_kind("Cluster")
    assert cluster["spec"]["instances"] > 2  # so that "-ro" is another server with each connection
    named = [variable["name"] for one in containers() for variable in one["env"]]
    (settings,) = of_kind("ConfigMap")
    assert not [name for name in [*named, *settings["data"]] if name.startswith(f"{PREFIX}REPLICA")]


def test_selectors_meet_the_pods_they_mean() -> None:
    labels = {pod["metadata"]["labels"]["app.kubernetes.io/component"]: pod["metadata"]["labels"] for pod in pods()}
    assert set(labels) == {"service", "worker"}
    services, (budget,) = (
        {one["metadata"]["name"]: one["spec"] for one in of_kind("Service")},
        of_kind("PodDisruptionBudget"),
    )
    assert labels["service"] == budget["spec"]["selector"]["matchLabels"]
    assert all(one["selector"] == labels["service"] for one in services.values())
    for one in of_kind("Deployment"):
        assert one["spec"]["selector"]["matchLabels"] == one["spec"]["template"]["metadata"]["labels"]
    policies = {one["metadata"]["name"]: one["spec"] for one in of_kind("NetworkPolicy")}
    assert policies["service"]["podSelector"]["matchLabels"] == {NAME: labels["service"][NAME]}
    backends = [path["backend"]["service"] for one in of_kind("Ingress") for path in paths_of(one)]
    assert {one["name"] for one in backends} == set(services)
    for one in backends:
        assert one["port"]["name"] == services[one["name"]]["ports"][0]["name"]
    (listed,) = of_kind("Kustomization")
    assert {path.name for path in MANIFESTS} == {*listed["resources"], "kustomization.yaml"}


@one_kind
def test_ports_and_paths_of_probes_are_those_of_the_service(office: Office) -> None:
    served = set(create_app(office).openapi()["paths"])
    (container,) = (one for one in containers() if "ports" in one)
    (port,) = container["ports"]
    assert port["containerPort"] == Settings.model_fields["port"].default
    for probe in ("startupProbe", "readinessProbe"):
        asked = container[probe]["httpGet"]
        assert asked["path"] in served and asked["port"] == port["name"]
        assert asked["httpHeaders"] == [{"name": "Host", "value": "127.0.0.1"}]
    assert container["livenessProbe"]["tcpSocket"]["port"] == port["name"]


@pytest.mark.parametrize("script", sorted((DEPLOY / "postgres").glob("*.sh")), ids=lambda path: path.name)
def test_scripts_are_read_by_the_shell(script: Path) -> None:
    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0


def test_manifests_fit_the_schemas_of_kubernetes() -> None:
    validator = pytest.importorskip("kubernetes_validate", reason="the schemas of Kubernetes are not installed")
    for one in manifests():
        if one["kind"] not in ("Cluster", "Kustomization"):  # of the operator, and of kubectl itself
            validator.validate(one, "1.34", strict=True)
