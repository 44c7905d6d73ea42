"""Papers, handed in once and shown to the desks that need them."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Papers, handed in once and shown to the desks that need them."""

    name = "huanliu.portal.documents"
    label = "documents"

    def ready(self) -> None:
        """Registers what this desk holds about people."""
        from huanliu.portal.documents.held import register_documents

        register_documents()
