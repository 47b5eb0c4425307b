"""收件: what is handed over is put into the inbox; mails and archives in it are taken apart."""
